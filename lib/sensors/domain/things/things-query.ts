import type { EntitySetName } from './entity-sets.ts';
import type { Expression } from './expression.ts';

/** One step of an address: a set, or a navigation from the entity before; with an id it is one entity of it. */
export interface PathStep {
  readonly set: EntitySetName;
  /** Navigation that led here; null: the first step. */
  readonly navigation: string | null;
  /** Null: the whole set, or what the navigation leads to. */
  readonly id: string | null;
}

export interface OrderTerm {
  readonly names: readonly string[];
  readonly isDescending: boolean;
}

export interface Expansion {
  readonly navigation: string;
  readonly query: ThingsQuery;
  /** The same as it was asked, for the address of the next page. */
  readonly options: readonly (readonly [string, string])[];
}

/** Query options of a set (OGC 18-088, section 9.3); the order in which they work is that of 9.3.1. */
export interface ThingsQuery {
  /** Null: all properties. Navigations named here are told by their links alone. */
  readonly select: readonly string[] | null;
  readonly expand: readonly Expansion[];
  readonly filter: Expression | null;
  readonly orderBy: readonly OrderTerm[];
  /** Entities of a page at most. */
  readonly top: number;
  readonly skip: number;
  /** Entities behind this one alone, in the order that a set has by itself; null: from the beginning. */
  readonly after: ThingPlace | null;
  readonly isCounted: boolean;
}

/** Where an entity stands in the order that its set has by itself: along time for observations, then by id. */
export interface ThingPlace {
  readonly id: string;
  /** When an observation begins, ISO 8601 with microseconds, UTC; null for other sets. */
  readonly fromAt: string | null;
}

/** Entities of a page at most. */
export const maxTop = 10_000;
/** What a page has when nothing is said. */
const defaultTop = 100;

/** Nothing asked: the first page of a set. */
export const plainQuery: ThingsQuery = {
  select: null,
  expand: [],
  filter: null,
  orderBy: [],
  top: defaultTop,
  skip: 0,
  after: null,
  isCounted: false,
};
