'use client';

import { useRouter } from 'next/navigation';
import { placeHref } from '#components/places/place-href.ts';
import { UnitMap } from '#components/places/unit-map.tsx';
import type { Unit } from '#lib/registry/domain/unit.ts';
import { showFailure, useUnitChange } from './use-unit-change.tsx';

/** A place among those around it; what is drawn is saved like any edit, and taken back like one. */
export function MapPanel({ unit }: { readonly unit: Unit }) {
  const change = useUnitChange();
  const router = useRouter();
  return (
    <UnitMap
      unit={unit}
      mayEdit={unit.mayEdit}
      onSave={(patch) => change(unit, patch).catch(showFailure)}
      onOpen={(id) => {
        router.push(placeHref(id));
      }}
    />
  );
}
