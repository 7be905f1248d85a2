'use client';

import { createContext, useContext } from 'react';

/** A tile server from the configuration; null: only the built-in outlines, no host is asked for anything. */
export interface TileServer {
  readonly url: string;
  readonly attribution: string;
}

const MapConfigContext = createContext<TileServer | null>(null);

export const MapConfigProvider = MapConfigContext.Provider;

export function useTileServer(): TileServer | null {
  return useContext(MapConfigContext);
}
