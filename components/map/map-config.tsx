'use client';

import { useLocalStorage } from '@mantine/hooks';
import { createContext, useContext } from 'react';

/** A map of the configuration that lies under everything else; the one without a name has streets. */
export interface BaseMap {
  readonly name: string | null;
  readonly url: string;
  readonly attribution: string;
}

const MapConfigContext = createContext<readonly BaseMap[]>([]);

/** Gives maps below it the base maps of the configuration; none: no host but our own is asked for anything. */
export const MapConfigProvider = MapConfigContext.Provider;

/** What is kept of a choice: the outlines, the map with streets, or another map by its name. */
export const outlinesChoice = 'outlines';
const streetsChoice = 'streets';

/** The choice that stands for a map. */
export function choiceOf({ name }: BaseMap): string {
  return name === null ? streetsChoice : `map:${name}`;
}

interface ChosenBaseMap {
  readonly maps: readonly BaseMap[];
  /** Null: the built-in outlines. */
  readonly map: BaseMap | null;
  readonly choose: (choice: string) => void;
}

/** The base map that the person chose in this browser, for all maps; unless they chose, the one with streets or the outlines. */
export function useBaseMap(): ChosenBaseMap {
  const maps = useContext(MapConfigContext);
  const [choice, choose] = useLocalStorage({ key: 'cairn-base-map', defaultValue: '' });
  const chosen = maps.find((one) => choiceOf(one) === choice) ?? maps.find(({ name }) => name === null) ?? null;
  const map = choice === outlinesChoice ? null : chosen;
  return { maps, map, choose };
}
