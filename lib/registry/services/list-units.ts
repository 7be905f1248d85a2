import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { selectUnitCounts, selectUnitPage, selectUnitTotal } from '../data/list-units.sql.ts';
import { registryScope } from '../data/scope.ts';
import { prepareSearches } from '../data/search-units.sql.ts';
import {
  unitListQuerySchema,
  unitSelectionSchema,
  type UnitListQuery,
  type UnitRow,
} from '../domain/unit-list-query.ts';
import type { PreparedSearch } from '../domain/unit-search.ts';
import { resolveVersion } from './resolve-version.ts';

const positionSchema = z.tuple([z.string(), z.guid()]);

/** Units counted of one search; a list says "more than" from here on. */
export const countCap = 100_000;

export interface UnitPage {
  readonly items: readonly UnitRow[];
  /** Cursor of the next page; null on the last. */
  readonly next: string | null;
}

/** A selection as its statements need it: searches with their paths, and the viewer's trees. */
export interface OpenSelection {
  readonly versionId: string;
  readonly searches: readonly PreparedSearch[];
  readonly trees: readonly string[] | null;
}

/**
 * Opens a selection of units for an actor. Errors: `permission_missing`, `not_found` (the version).
 */
export async function openSelection(
  ctx: Context,
  input: z.input<typeof unitSelectionSchema>,
  verb: 'registry.read' | 'registry.edit' = 'registry.read',
): Promise<OpenSelection> {
  const { version, searches } = unitSelectionSchema.parse(input);
  const { id, trees } = await resolveVersion(ctx, { version }, verb);
  return { versionId: id, trees, searches: await prepareSearches(registryScope(ctx), id, searches) };
}

/**
 * Units that any of the searches finds, each once, one keyset page at a time, in the trees that the actor may see.
 * Errors: `permission_missing`, `not_found` (the version), `cursor_invalid`.
 */
export async function listUnits(ctx: Context, input: UnitListQuery): Promise<UnitPage> {
  const { cursor, limit, sort, order, columns, ...selection } = unitListQuerySchema.parse(input);
  const open = await openSelection(ctx, selection);
  const after = decodeCursor(positionSchema, cursor);
  const rows = await selectUnitPage(registryScope(ctx), { ...open, sort, order, columns, after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ row }) => row),
    next: rows.length > limit && last ? encodeCursor(last.position) : null,
  };
}

/** How many units each search finds; {@link countCap} means that many or more. Errors: as {@link listUnits}. */
export async function countUnits(ctx: Context, input: z.input<typeof unitSelectionSchema>): Promise<number[]> {
  return selectUnitCounts(registryScope(ctx), { ...(await openSelection(ctx, input)), cap: countCap });
}

/** How many units any of the searches finds, exactly. Errors: as {@link listUnits}. */
export async function countAllUnits(ctx: Context, input: z.input<typeof unitSelectionSchema>): Promise<number> {
  return selectUnitTotal(registryScope(ctx), await openSelection(ctx, input));
}

/** What a list tells beside its rows. */
export interface UnitCounts {
  /** Of each search; {@link countCap} means that many or more. */
  readonly counts: number[];
  /** Of all together, exactly. */
  readonly total: number;
}

/** How many units each search finds, and how many any of them: one search is counted once. Errors: as {@link listUnits}. */
export async function countFoundUnits(ctx: Context, input: z.input<typeof unitSelectionSchema>): Promise<UnitCounts> {
  const open = await openSelection(ctx, input);
  const counts = await selectUnitCounts(registryScope(ctx), { ...open, cap: countCap });
  const [only = 0, ...rest] = counts;
  const isWhole = rest.length === 0 && only < countCap;
  return { counts, total: isWhole ? only : await selectUnitTotal(registryScope(ctx), open) };
}
