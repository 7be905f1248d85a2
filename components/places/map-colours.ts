import { seriesColor, statusColor } from '#components/charts/palette.ts';
import type { ColorOf, UnitKind } from '#components/map/unit-tile-map-view.tsx';
import type { MapSummary } from '#lib/registry/domain/unit-tile.ts';

/** By what the units of a map are told apart. */
export const colourings = ['type', 'status', 'search'] as const;
export type Colouring = (typeof colourings)[number];

/** One entry of a legend. */
export interface LegendEntry {
  /** What the kinds of units of this colour share. */
  readonly key: string;
  readonly color: string;
  readonly count: number;
}

const statusColors = { VALID: statusColor.ok, NEW: statusColor.warn, REJECTED: statusColor.bad } as const;
/** Key of units that have no type. */
export const noType = 'none';

/** What units of one colour share. */
function keyOf(by: Colouring, { typeId, status, search }: UnitKind): string {
  return { type: typeId ?? noType, status, search: String(search) }[by];
}

/**
 * Colours of a map and their legend. `searchColors`: of each search; null or left out: by its position. `hidden`: keys that
 * are not shown.
 */
export function colourMap(
  summary: Pick<MapSummary, 'types' | 'kinds'> | undefined,
  by: Colouring,
  { searchColors, hidden }: { readonly searchColors: readonly (string | null)[]; readonly hidden: ReadonlySet<string> },
): { readonly colorOf: ColorOf; readonly legend: readonly LegendEntry[] } {
  const types = new Map(summary?.types.map(({ id }, place) => [id, seriesColor(place)]));
  const colour = (kind: UnitKind): string => {
    if (by === 'status') return statusColors[kind.status];
    if (by === 'search') return searchColors[kind.search] ?? seriesColor(kind.search);
    return (kind.typeId === null ? undefined : types.get(kind.typeId)) ?? statusColor.quiet;
  };
  const entries = new Map<string, LegendEntry>();
  for (const kind of summary?.kinds ?? []) {
    const key = keyOf(by, kind);
    const before = entries.get(key)?.count ?? 0;
    entries.set(key, { key, color: colour(kind), count: before + kind.count - kind.withoutPosition });
  }
  const order = [...types.keys()];
  const rank = ({ key }: LegendEntry) => (by === 'type' ? order.indexOf(key) + 1 || order.length + 1 : 0);
  return {
    colorOf: (kind) => (hidden.has(keyOf(by, kind)) ? null : colour(kind)),
    legend: [...entries.values()].sort((a, b) => rank(a) - rank(b) || a.key.localeCompare(b.key)),
  };
}
