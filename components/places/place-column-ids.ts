import type { UnitColumn } from '#lib/registry/domain/unit-list-query.ts';

/** Columns of the list, as addresses name them, in the order in which they stand. */
export const placeColumnIds = [
  'name',
  'id',
  'type',
  'parent',
  'status',
  'code',
  'sourceRef',
  'aliases',
  'groups',
  'position',
  'shape',
  'opened',
  'closed',
  'created',
  'createdBy',
  'updated',
  'children',
] as const;
export type PlaceColumnId = (typeof placeColumnIds)[number];

/** Those that stand there unless somebody chose others. */
export const usualColumns: readonly PlaceColumnId[] = ['name', 'type', 'parent', 'status', 'code', 'updated'];

/** What the server has to compute for a column; nothing for what every row has. */
const needs: Partial<Readonly<Record<PlaceColumnId, UnitColumn>>> = {
  type: 'type',
  parent: 'parent',
  code: 'code',
  sourceRef: 'sourceRef',
  aliases: 'aliases',
  groups: 'groups',
  position: 'position',
  shape: 'position',
  opened: 'dates',
  closed: 'dates',
  created: 'created',
  createdBy: 'created',
  updated: 'updated',
  children: 'children',
};

/** What the server has to compute for the columns that are seen. */
export function neededColumns(ids: readonly PlaceColumnId[]): UnitColumn[] {
  return [...new Set(ids.flatMap((id) => needs[id] ?? []))];
}
