/** What is known of an instant or a stretch of time in an address; `to` equals `from` for an instant. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Functions of filters (OGC 18-088, table 23, and those of times that FROST has), with how many arguments they take. */
export const functionArity = {
  substringof: [2, 2],
  startswith: [2, 2],
  endswith: [2, 2],
  length: [1, 1],
  indexof: [2, 2],
  substring: [2, 3],
  tolower: [1, 1],
  toupper: [1, 1],
  trim: [1, 1],
  concat: [2, 2],
  year: [1, 1],
  month: [1, 1],
  day: [1, 1],
  hour: [1, 1],
  minute: [1, 1],
  second: [1, 1],
  fractionalseconds: [1, 1],
  date: [1, 1],
  time: [1, 1],
  totaloffsetminutes: [1, 1],
  now: [0, 0],
  mindatetime: [0, 0],
  maxdatetime: [0, 0],
  round: [1, 1],
  floor: [1, 1],
  ceiling: [1, 1],
  'geo.distance': [2, 2],
  'geo.length': [1, 1],
  'geo.intersects': [2, 2],
  st_equals: [2, 2],
  st_disjoint: [2, 2],
  st_touches: [2, 2],
  st_within: [2, 2],
  st_overlaps: [2, 2],
  st_crosses: [2, 2],
  st_intersects: [2, 2],
  st_contains: [2, 2],
  st_relate: [3, 3],
  before: [2, 2],
  after: [2, 2],
  meets: [2, 2],
  during: [2, 2],
  overlaps: [2, 2],
  starts: [2, 2],
  finishes: [2, 2],
} as const satisfies Record<string, readonly [number, number]>;
export type FunctionName = keyof typeof functionArity;

const periodFunctions = ['before', 'after', 'meets', 'during', 'overlaps', 'starts', 'finishes'] as const;
/** Functions that say how two times lie to each other; half-open as all time ranges are. */
export type PeriodFunctionName = (typeof periodFunctions)[number];

/** True for those of {@link PeriodFunctionName}. */
export function isPeriodFunction(name: FunctionName): name is PeriodFunctionName {
  return (periodFunctions as readonly FunctionName[]).includes(name);
}

export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type Calculation = 'add' | 'sub' | 'mul' | 'div' | 'mod';

/** A filter as a tree: literals are values, never text of SQL. */
export type Expression =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'period'; readonly value: Period }
  /** ISO 8601, such as PT1H. */
  | { readonly kind: 'duration'; readonly value: string }
  /** Well-known text, `lon lat`, WGS 84. */
  | { readonly kind: 'geometry'; readonly value: string }
  /** Names from the set: properties, and navigations that lead to one entity. */
  | { readonly kind: 'path'; readonly names: readonly string[] }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'logic'; readonly by: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'compare'; readonly by: Comparison; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'calculate'; readonly by: Calculation; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expression[] };
