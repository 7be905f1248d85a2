import { z } from 'zod';
import { recordAccess } from '#lib/platform/audit/record-access.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { renderPoint } from '../domain/render-point.ts';
import { readPoints } from './read-points.ts';
import { requireReadableSource } from './require-readable-source.ts';

/** What names a point: source, type, device time (microseconds since 1970) and content. */
export const pointAddressSchema = z.object({
  source: z.guid(),
  type: z.coerce.number().int(),
  at: z.coerce.number().int(),
  hash: z.guid(),
});
export type PointAddress = z.infer<typeof pointAddressSchema>;

export interface FoundPoint {
  readonly source: string;
  readonly type: string;
  readonly createdAtUs: number;
  readonly recordedAtUs: number;
  readonly bundleId: string;
  /** The complete point as JSON text, numbers with every digit they came with. */
  readonly json: string;
}

/** One point as the device sent it, with what the server adds. Errors: `not_found`, `permission_missing`. */
export async function getPoint(ctx: Context, address: PointAddress): Promise<FoundPoint> {
  const { studyId } = await requireReadableSource(ctx, address.source);
  const fromMs = Math.floor(address.at / 1000);
  const filter = {
    sourceIds: [address.source],
    typeIds: [address.type],
    createdFrom: new Date(fromMs),
    createdTo: new Date(fromMs + 1),
  };
  for await (const row of readPoints(ctx, filter)) {
    if (row.createdAtUs !== address.at || row.contentHash !== address.hash) continue;
    recordAccess(ctx, { action: 'point.read', studyId, detail: { sourceId: address.source }, outcome: 'ok', count: 1 });
    const { source, type, createdAtUs, recordedAtUs, bundleId } = row;
    return { source, type, createdAtUs, recordedAtUs, bundleId, json: renderPoint(row) };
  }
  throw new Problem('not_found', { detail: 'There is no such point any more.' });
}
