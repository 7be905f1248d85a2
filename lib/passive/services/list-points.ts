import { z } from 'zod';
import { recordAccess } from '#lib/platform/audit/record-access.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { maxReadingCharacters, maxRowCharacters, selectPointPage } from '../data/point-pages.sql.ts';
import { selectTypesOfSource } from '../data/views.sql.ts';
import { shorten, tableCells } from '../domain/views/table-cells.ts';
import type { TimeWindow } from '../domain/views/time-window.ts';
import type { PointTableItem } from '../domain/views/view-results.ts';
import { requireReadableSource } from './require-readable-source.ts';
import { shownView } from './view-of-plugin.ts';

const positionSchema = z.tuple([z.number(), z.guid()]);

export interface ListPointsInput {
  readonly sourceId: string;
  readonly typeId: number;
  /** Device time; null: always. */
  readonly window: TimeWindow | null;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface PointPage {
  readonly items: readonly PointTableItem[];
  readonly next: string | null;
}

/** Every instant that a point can have. */
const always: TimeWindow = { from: new Date('0001-01-01T00:00:00Z'), to: new Date('9999-12-31T23:59:59.999Z') };

/**
 * The points of one type of a source, newest first, with the columns of the type's table.
 * Errors: `not_found` (source; type it never sent), `permission_missing`, `cursor_invalid`. Cost: one primary-key range.
 */
export async function listPoints(ctx: Context, input: ListPointsInput): Promise<PointPage> {
  const { studyId } = await requireReadableSource(ctx, input.sourceId);
  const type = (await selectTypesOfSource(ctx, input.sourceId)).find(({ typeId }) => typeId === input.typeId);
  if (!type) throw new Problem('not_found', { detail: 'The source has sent nothing of this type.' });
  const after = decodeCursor(positionSchema, input.cursor);
  const range = { ...input, window: input.window ?? always };
  const { columns } = shownView(type.identifier, ctx.plugins.hooks);
  const maxCharacters = columns.some(({ of }) => of !== undefined) ? maxReadingCharacters : maxRowCharacters;
  const rows = await selectPointPage(ctx, range, { after, limit: input.limit + 1, maxCharacters });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  const detail = { sourceId: input.sourceId };
  recordAccess(ctx, { action: 'point.list', studyId, detail, outcome: 'ok', count: page.length });
  return {
    items: page.map((row) => ({
      createdAtUs: row.createdAtUs,
      contentHash: row.contentHash,
      recordedAt: row.recordedAt,
      cells: tableCells(row.properties, columns),
      preview: shorten(row.properties),
    })),
    next: rows.length > input.limit && last ? encodeCursor([last.createdAtUs, last.contentHash]) : null,
  };
}
