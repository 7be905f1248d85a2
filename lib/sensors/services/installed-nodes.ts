import type { Readable } from 'node:stream';
import { z } from 'zod';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getUnit } from '#lib/registry/index.ts';
import { changeInstallation, installSource, removeInstallation } from '#lib/sources/index.ts';
import {
  installedPositionSchema,
  selectInstallationImage,
  selectInstalledNode,
  selectInstalledNodes,
} from '../data/installed-nodes.sql.ts';
import { type InstalledNode, listInstalledSchema } from '../domain/installed-node.ts';
import type { NodeSeries } from '../domain/series.ts';
import { readSeries, seriesQuerySchema } from './read-series.ts';
import { requireSomeVerb } from './require-some-verb.ts';

/** An installation of a node that the actor may see. Errors: `not_found`, `permission_missing` (`sources.read`). */
export async function getInstalledNode(ctx: Context, id: string): Promise<InstalledNode> {
  requireSomeVerb(ctx, 'sources.read');
  const found = await selectInstalledNode(ctx, id);
  if (!found) throw new Problem('not_found');
  return found;
}

/** Installations of a node, of a room or of all, those that began last first. Errors: `permission_missing`, `cursor_invalid`. */
export async function listInstalledNodes(ctx: Context, input: z.input<typeof listInstalledSchema>) {
  requireSomeVerb(ctx, 'sources.read');
  const { node, room, text, cursor, limit } = listInstalledSchema.parse(input);
  const after = decodeCursor(installedPositionSchema, cursor);
  const rows = await selectInstalledNodes(ctx, { node, room, text, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.fromAt.toISOString(), last.id]) : null;
  return { items, next };
}

export const installNodeSchema = z.strictObject({
  nodeId: z.guid(),
  /** Id of an org unit that the actor may see. */
  roomId: z.guid(),
  /** Now when left out. */
  fromAt: z.coerce.date().optional(),
  description: z.string().max(4000).default(''),
  isPublic: z.boolean().default(false),
  /** Ends the installation that runs then, so that the node moves in one step ("install now"). */
  endsRunning: z.boolean().default(true),
});

/**
 * Puts a node into a room (managair.md 15). Errors: `not_found` (node), `permission_missing` (`sources.manage`),
 * `input_invalid` (room), `state_conflict` (it is elsewhere in part of that time).
 */
export async function installNode(ctx: Context, input: z.input<typeof installNodeSchema>): Promise<InstalledNode> {
  const { nodeId, roomId, fromAt, ...said } = installNodeSchema.parse(input);
  await requireRoom(ctx, roomId);
  const wanted = { ...said, sourceId: nodeId, unitId: roomId, fromAt: fromAt ?? ctx.now() };
  const { id } = await installSource(ctx, wanted);
  return getInstalledNode(ctx, id);
}

export const changeInstalledSchema = z
  .strictObject({
    roomId: z.guid(),
    fromAt: z.coerce.date(),
    /** Exclusive; null: it has no end. */
    toAt: z.coerce.date().nullable(),
    description: z.string().max(4000),
    /** Anybody may read what the node measures there. */
    isPublic: z.boolean(),
  })
  .partial();

/** Changes an installation, or ends it; what is left out stays. Errors: as {@link installNode}. */
export async function changeInstalledNode(
  ctx: Context,
  id: string,
  input: z.input<typeof changeInstalledSchema>,
): Promise<InstalledNode> {
  const { roomId, ...changes } = changeInstalledSchema.parse(input);
  await getInstalledNode(ctx, id);
  if (roomId !== undefined) await requireRoom(ctx, roomId);
  await changeInstallation(ctx, id, { ...changes, ...(roomId === undefined ? {} : { unitId: roomId }) });
  return getInstalledNode(ctx, id);
}

/** Takes an installation back as if it had never been. Errors: `not_found`, `permission_missing` (`sources.manage`). */
export async function removeInstalledNode(ctx: Context, id: string): Promise<void> {
  await getInstalledNode(ctx, id);
  await removeInstallation(ctx, id);
}

async function requireRoom(ctx: Context, roomId: string): Promise<void> {
  try {
    await getUnit(ctx, roomId);
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'not_found')) throw error;
    throw new Problem('input_invalid', { fields: { roomId: 'There is no such room.' }, cause: error });
  }
}

/** What a node measured during an installation: `[from, to)` cut to it. Errors: as {@link readSeries}. */
export async function readInstalledSeries(
  ctx: Context,
  id: string,
  query: z.infer<typeof seriesQuerySchema>,
): Promise<NodeSeries> {
  const { nodeId, fromAt, toAt } = await getInstalledNode(ctx, id);
  const from = query.from < fromAt ? fromAt : query.from;
  const to = toAt !== null && query.to > toAt ? toAt : query.to;
  if (from < to) return readSeries(ctx, nodeId, { ...query, from, to });
  return { stepS: query.stepS ?? 1, series: [] };
}

/** The picture of an installation. Errors: `not_found`, also when it has none. */
export async function openInstalledImage(
  ctx: Context,
  id: string,
): Promise<{ readonly type: string; readonly content: Readable }> {
  await getInstalledNode(ctx, id);
  const image = await selectInstallationImage(ctx, id);
  if (!image) throw new Problem('not_found');
  return { type: image.imageType, content: await ctx.blobs.open(image.imageBlobKey) };
}

/** Guards what a node measured during an installation. Errors: `not_found`, `permission_missing` (`passive.read`). */
export async function requireReadable(ctx: Context, id: string): Promise<InstalledNode> {
  const installed = await getInstalledNode(ctx, id);
  requireVerb(ctx, 'passive.read', { studyId: installed.studyId });
  return installed;
}
