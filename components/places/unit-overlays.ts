'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { seriesColor } from '#components/charts/palette.ts';
import type { ColorOf } from '#components/map/unit-tile-map-view.tsx';
import type { UnitStatus } from '#lib/registry/domain/org-unit.ts';
import type { LegendEntry } from './map-colours.ts';
import { fetchMapSummary } from './map-queries.ts';

/** Key of the units with the same parent. */
export const siblingsKey = 'siblings';

interface OverlayInput {
  readonly id: string;
  readonly versionId: string;
  readonly parentId: string | null;
  readonly typeId: string | null;
  readonly status: UnitStatus;
}

const status: UnitStatus[] = ['VALID', 'NEW'];

/** Most searches that one map has. */
const mostOverlays = 10;

/** What can be shown around a unit: those beside it, and those under it by type. */
export function useUnitOverlays({ id, versionId, parentId, typeId: ownTypeId, status: ownStatus }: OverlayInput) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const under = JSON.stringify([{ underIds: [id], status }]);
  const beside = JSON.stringify([{ parentId: parentId ?? 'root', status }]);
  const below = useQuery({
    queryKey: ['units', 'map-summary', versionId, under],
    queryFn: ({ signal }) => fetchMapSummary(versionId, under, signal),
  });
  const around = useQuery({
    queryKey: ['units', 'map-summary', versionId, beside],
    queryFn: ({ signal }) => fetchMapSummary(versionId, beside, signal),
  });
  // Searches find the unit itself too, which is not around itself.
  const itself = status.includes(ownStatus) ? 1 : 0;
  return useMemo(() => {
    const counted = (
      kinds: readonly { readonly typeId: string | null; readonly count: number }[] = [],
      typeId?: string,
    ) => kinds.reduce((sum, kind) => sum + (typeId === undefined || kind.typeId === typeId ? kind.count : 0), 0);
    const all = [
      {
        key: siblingsKey,
        count: counted(around.data?.kinds) - itself,
        search: { parentId: parentId ?? 'root', notUnderIds: [id], status },
      },
      ...(below.data?.types ?? []).map(({ id: typeId }) => ({
        key: typeId,
        count: counted(below.data?.kinds, typeId) - (typeId === ownTypeId ? itself : 0),
        search: { underIds: [id], typeIds: [typeId], status },
      })),
    ]
      .filter(({ count }) => count > 0)
      .slice(0, mostOverlays);
    const entries = all.map(({ key, count }, place): LegendEntry => ({ key, count, color: seriesColor(place + 1) }));
    const shown = all.filter(({ key }) => !hidden.has(key));
    const colors = new Map(entries.map(({ key, color }) => [key, color]));
    const colorOf: ColorOf = ({ search }) => colors.get(shown[search]?.key ?? '') ?? null;
    return {
      entries,
      hidden,
      setHidden,
      typeNames: new Map(
        [...(around.data?.types ?? []), ...(below.data?.types ?? [])].map((type) => [type.id, type.name]),
      ),
      colorOf,
      source:
        shown.length === 0
          ? null
          : ({
              version: versionId,
              searches: JSON.stringify(shown.map(({ search }) => search)),
              detail: 'clusters',
            } as const),
      bounds: below.data?.bounds ?? around.data?.bounds ?? null,
    };
  }, [around.data, below.data, hidden, id, itself, ownTypeId, parentId, versionId]);
}
