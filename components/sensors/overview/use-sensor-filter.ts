'use client';

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { useStudyKey } from '#components/shell/use-study-href.ts';
import type { SensorFilter } from '#lib/sensors/domain/overview.ts';
import { fidelityStates } from '#lib/sources/domain/fidelity/fidelity.ts';

/** Whether nodes are at a place. */
export const placements = ['installed', 'loose'] as const;

/** The filter of the overview, kept in the address. */
export function useSensorFilter() {
  const study = useStudyKey();
  const [values, setValues] = useQueryStates({
    text: parseAsString,
    state: parseAsStringLiteral(fidelityStates),
    place: parseAsStringLiteral(placements),
    site: parseAsString,
    room: parseAsString,
    model: parseAsString,
  });
  const filter = useMemo((): SensorFilter => {
    const { text, state, place, site, room, model } = values;
    return {
      ...(study === null ? {} : { study }),
      ...(site ? { site } : {}),
      ...(room ? { room } : {}),
      ...(model ? { model } : {}),
      ...(state ? { state } : {}),
      ...(place ? { place } : {}),
      ...(text ? { text } : {}),
    };
  }, [study, values]);
  return { filter, values, setValues };
}

export type SensorFilterState = ReturnType<typeof useSensorFilter>;
