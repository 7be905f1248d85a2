import type { Context } from '#lib/platform/context.ts';
import { scanBlocks, selectEnvelopes, type BlockScan } from '../data/export-points.sql.ts';
import type { PointBlock } from '../domain/point-block.ts';
import type { PointEnvelope } from '../domain/point-row.ts';
import { readSensitivePaths } from './sensitive/make-filter.ts';
import { redactBlocks } from './sensitive/redact-blocks.ts';

export type { BlockRange, BlockScan } from '../data/export-points.sql.ts';

/**
 * Points of one type, source after source in the order asked for, each by created time, for readers of millions: blocks
 * of columns at constant memory. The caller has checked the verb and chosen sources it may see. A block is used again. What the study does
 * not keep (pdk-42) is left out.
 */
export async function* scanPointBlocks(ctx: Context, scan: BlockScan): AsyncGenerator<PointBlock> {
  const isSensitive = await readSensitivePaths(ctx, scan);
  const blocks = scanBlocks(ctx, scan);
  yield* isSensitive ? redactBlocks(blocks, { isSensitive, isWhole: scan.isWhole }) : blocks;
}

/** What the points of a scan have in common in their metadata, by the `envelopeId` of a block. */
export async function getEnvelopes(ctx: Context, ids: readonly number[]): Promise<Map<number, PointEnvelope>> {
  const envelopes = await selectEnvelopes(ctx, ids);
  return new Map(envelopes.map((envelope) => [envelope.id, envelope]));
}
