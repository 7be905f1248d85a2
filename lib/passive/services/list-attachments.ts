import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { selectAttachmentPage } from '../data/point-pages.sql.ts';
import type { Attachment } from '../domain/views/view-results.ts';
import { requireReadableSource } from './require-readable-source.ts';

const positionSchema = z.tuple([z.number(), z.number(), z.guid(), z.guid()]);

export interface AttachmentPage {
  readonly items: readonly Attachment[];
  readonly next: string | null;
}

/** The files that the points of a source name, by type, newest first. Errors: `not_found`, `permission_missing`, `cursor_invalid`. */
export async function listAttachments(
  ctx: Context,
  input: { readonly sourceId: string; readonly cursor?: string | undefined; readonly limit: number },
): Promise<AttachmentPage> {
  await requireReadableSource(ctx, input.sourceId);
  const after = decodeCursor(positionSchema, input.cursor);
  const rows = await selectAttachmentPage(ctx, input.sourceId, { after, limit: input.limit + 1 });
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  const hasMore = rows.length > input.limit && last !== undefined;
  return {
    items,
    next: hasMore ? encodeCursor([last.typeId, last.createdAtUs, last.contentHash, last.fileId]) : null,
  };
}
