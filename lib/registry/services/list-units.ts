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
import type { UnitCounts } from '../domain/unit-list-address.ts';
import type { PreparedSearch } from '../domain/unit-search.ts';
import { resolveVersion } from './resolve-version.ts';

const positionSchema = z.tuple([z.string(), z.guid()]);

/** Units counted of one search; a list says "or more" from here on. */
const countCap = 100_000;

/** Units counted of one search where a page waits for it. */
const quickCountCap = 10_000;

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

/** How many units any of the searches finds, exactly. Errors: as {@link listUnits}. */
export async function countAllUnits(ctx: Context, input: z.input<typeof unitSelectionSchema>): Promise<number> {
  return selectUnitTotal(registryScope(ctx), await openSelection(ctx, input));
}

interface CountOptions {
  /** Stops early rather than keep a page waiting: counts up to 10,000, and no total beyond. */
  readonly isQuick?: boolean;
}

/** How many units each search finds, and how many any of them: one search is counted once. Errors: as {@link listUnits}. */
export async function countFoundUnits(
  ctx: Context,
  input: z.input<typeof unitSelectionSchema>,
  { isQuick = false }: CountOptions = {},
): Promise<UnitCounts> {
  const open = await openSelection(ctx, input);
  const cap = isQuick ? quickCountCap : countCap;
  const counts = await selectUnitCounts(registryScope(ctx), { ...open, cap });
  const [only = 0, ...rest] = counts;
  const isBounded = counts.every((count) => count < cap);
  if (isQuick && !isBounded) return { counts, cap, total: null };
  return {
    counts,
    cap,
    total: isBounded && rest.length === 0 ? only : await selectUnitTotal(registryScope(ctx), open),
  };
}
