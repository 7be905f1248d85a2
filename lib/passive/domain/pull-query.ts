import {
  readLookups,
  readOrder,
  type FieldKinds,
  type LookupGroup,
  type OrderKey,
} from '#lib/sources/domain/lookups.ts';

/** Fields of points that clients may ask for (passive-data-kit.md, 1.15 and 2). */
const pointFields = {
  source: 'text',
  generator_identifier: 'text',
  generator: 'text',
  secondary_identifier: 'text',
  user_agent: 'text',
  created: 'instant',
  recorded: 'instant',
  properties: 'json',
} as const satisfies FieldKinds<string>;
export type PointField = keyof typeof pointFields;

/** What `source` and `generator_identifier` were turned into, which scripts may ask for themselves. */
const pointAliases = {
  source_reference__source: 'source',
  generator_definition__generator_identifier: 'generator_identifier',
} as const;

const orderFields = ['created', 'recorded', 'source', 'generator_identifier', 'secondary_identifier'] as const;
export type PointOrderField = (typeof orderFields)[number];

export type PointLookups = readonly LookupGroup<PointField>[];

/** What a client asked of points. */
export interface PullQuery {
  /** Each group must hold. */
  readonly filters: PointLookups;
  /** No group may hold as a whole. */
  readonly excludes: PointLookups;
  readonly order: readonly OrderKey<PointOrderField>[];
}

/** The three parameters as they came out of JSON. */
export interface AskedPoints {
  readonly filters: unknown;
  readonly excludes: unknown;
  readonly orderBy: unknown;
}

/** Reads what a client asks of points. Throws `input_invalid`, naming the lookup. */
export function readPullQuery({ filters, excludes, orderBy }: AskedPoints): PullQuery {
  return {
    filters: readLookups(withoutPageSize(filters), { field: 'filters', fields: pointFields, aliases: pointAliases }),
    excludes: readLookups(excludes, { field: 'excludes', fields: pointFields, aliases: pointAliases }),
    order: readOrder(orderBy, orderFields),
  };
}

/** Some revisions of the published client put their own page size among the filters. */
function withoutPageSize(filters: unknown): unknown {
  if (!Array.isArray(filters)) return filters;
  return filters.map((group: unknown) => {
    if (typeof group !== 'object' || group === null || !('page_size' in group)) return group;
    const { page_size: _ours, ...others } = group;
    return others;
  });
}

/** How points are put in order: pair by pair as they are stored, by the device's time, or by anything else. */
export type PullOrder = 'stored' | 'created' | 'created-descending' | 'sorted';

/** The cheapest way to give the order asked for. */
export function orderOf({ order }: PullQuery): PullOrder {
  const [first] = order;
  if (!first) return 'stored';
  if (first.field === 'created') return first.isDescending ? 'created-descending' : 'created';
  return first.field === 'source' && !first.isDescending && order.length === 1 ? 'stored' : 'sorted';
}

const pairFields: readonly PointField[] = ['source', 'generator_identifier'];

/** True when a group is about the source and type alone, and so chooses among pairs of them. */
export function isAboutPairs(group: LookupGroup<PointField>): boolean {
  return group.every(({ field }) => pairFields.includes(field));
}

/** The latest moment of receipt that the filters let through, as they wrote it; null when they set none. */
export function recordedBound({ filters }: PullQuery): string | null {
  const bound = filters.flat().find(({ field, operator }) => field === 'recorded' && /^lte?$/.test(operator));
  return bound ? String(bound.value) : null;
}
