import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { selectNodePage } from '../data/nodes.sql.ts';
import type { SensorNode } from '../domain/node.ts';

const positionSchema = z.tuple([z.string(), z.guid()]);

export const listNodesSchema = z.object({
  /** Key of a study. */
  study: z.string().max(100).optional(),
  cursor: z.string().nullish(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ListNodesInput = z.input<typeof listNodesSchema>;

export interface NodePage {
  readonly items: readonly SensorNode[];
  readonly next: string | null;
}

/** The nodes of the studies that the actor may see, by alias. Errors: `cursor_invalid`. */
export async function listNodes(ctx: Context, input: ListNodesInput): Promise<NodePage> {
  const { study, cursor, limit } = listNodesSchema.parse(input);
  const rows = await selectNodePage(ctx, { study, after: decodeCursor(positionSchema, cursor), limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.alias, last.id]) : null };
}
