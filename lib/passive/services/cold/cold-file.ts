import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ParquetColumn } from '#lib/formats/parquet/write-parquet.ts';
import type { Depot } from '#lib/platform/depots/depot.ts';
import { hashContent } from '#lib/platform/depots/hash-content.ts';
import { Problem } from '#lib/platform/problems/problem.ts';

/** What Parquet readers see of a point; instants are microseconds since 1970 (UTC), texts are JSON as stored. */
export const coldColumns: readonly ParquetColumn[] = [
  { name: 'source_id', type: 'STRING' },
  { name: 'source', type: 'STRING' },
  { name: 'type', type: 'STRING' },
  { name: 'created_at_us', type: 'INT64' },
  { name: 'recorded_at_us', type: 'INT64' },
  { name: 'content_hash', type: 'STRING' },
  { name: 'bundle_id', type: 'STRING' },
  { name: 'secondary_id', type: 'STRING' },
  { name: 'lon', type: 'DOUBLE' },
  { name: 'lat', type: 'DOUBLE' },
  { name: 'properties', type: 'STRING' },
  { name: 'extras', type: 'STRING' },
  { name: 'metadata', type: 'STRING' },
  { name: 'is_encrypted', type: 'STRING' },
];

interface ColdFileToPut {
  /** The file on this machine. */
  readonly local: string;
  readonly month: string;
  readonly organizationId: string;
  readonly signal: AbortSignal;
}

interface PutColdFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/**
 * Puts the file of a month into a depot under a name of its own, and reads it back: it counts only when what lies there is
 * what was written. Throws `destination_unavailable`, `destination_refused`.
 */
export async function putColdFile(
  depot: Depot,
  { local, month, organizationId, signal }: ColdFileToPut,
): Promise<PutColdFile> {
  const { size: sizeBytes } = await stat(local);
  const sha256 = await hashContent(createReadStream(local));
  // Late points of a frozen month have a file of their own, and so has what takes the place of another.
  const draftId = randomUUID();
  const path = `points/${month}/${organizationId}-${draftId.slice(0, 8)}.parquet`;
  const open = (start: number) => Promise.resolve(createReadStream(local, { start }));
  const run = { draftId, memory: null, remember: () => Promise.resolve(), signal, arrived: () => undefined };
  await depot.put({ path, sizeBytes, sha256, open }, run);
  if ((await hashContent(await depot.open(path))) !== sha256) {
    throw new Problem('destination_unavailable', { detail: `What lies at ${path} is not what was written.` });
  }
  return { path, sizeBytes, sha256 };
}
