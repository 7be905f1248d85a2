import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { writeParquet, type ParquetColumn } from '#lib/formats/parquet/write-parquet.ts';
import type { Depot } from '#lib/platform/depots/depot.ts';
import { hashContent } from '#lib/platform/depots/hash-content.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import {
  detachPartition,
  insertColdMonth,
  lockPartition,
  measurePartition,
  selectColdRows,
  type ColdHeap,
  type ColdMonthWrite,
  type ColdRow,
} from '../../data/cold-months.sql.ts';
import { selectPartitions } from '../../data/partitions.sql.ts';
import { textOfMonth } from '../../domain/cold-month.ts';
import { monthOf, partitionName, type Month } from '../../domain/month.ts';

export interface FreezeInput {
  readonly month: Month;
  /** Where the files go. */
  readonly depot: Depot;
  /** Folder for the files while they are made. */
  readonly workDir: string;
  /** Drops the table at once, instead of leaving it in the schema `cold` until somebody does. */
  readonly isDropped: boolean;
  readonly now: Date;
}

export interface FrozenMonth {
  readonly month: string;
  readonly points: number;
  readonly files: readonly Pick<ColdMonthWrite, 'path' | 'points' | 'sizeBytes' | 'sha256' | 'organizationId'>[];
}

const rowsAtATime = 5000;

/** What Parquet readers see of a point; instants are microseconds since 1970 (UTC), texts are JSON as stored. */
const columns: readonly ParquetColumn[] = [
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

/**
 * Writes the points of a month, of all organizations, to Parquet files in a depot, reads each file back, and then takes
 * the month's partition out of the database in one transaction: nobody sees points go while their file is in doubt.
 * Running totals stay as they are: they count what was stored. Points of the month that come later begin a partition
 * anew; what they repeat of cold points is stored again. Nothing changes unless all of it is right: points that came
 * meanwhile end it with `state_conflict`, and it can be run again. Throws `not_found` (no such partition),
 * `input_invalid` (the month is not over), what the depot throws, and 55P03 of the database when readers hold the month.
 */
export async function freezeMonth({ db }: Pick<Runtime, 'db'>, input: FreezeInput): Promise<FrozenMonth> {
  const { month, now } = input;
  const partition = partitionName(month);
  if (month >= monthOf(now)) throw new Problem('input_invalid', { detail: 'The month is not over yet.' });
  if (!(await selectPartitions(db)).has(partition)) {
    throw new Problem('not_found', { detail: `There are no points of ${textOfMonth(month)} in the database.` });
  }
  const written: WrittenFile[] = [];
  const heaps = await measurePartition(db, partition);
  for (const { organizationId } of heaps) written.push(await writeFile({ db }, input, organizationId));
  await db.transaction(async () => {
    await lockPartition(db, partition);
    requireSame(await measurePartition(db, partition), written);
    for (const { checksum: _checksum, ...file } of written) {
      await insertColdMonth(db, { ...file, month: textOfMonth(month), at: now });
    }
    await detachPartition(db, partition, input.isDropped);
  });
  const points = written.reduce((sum, file) => sum + file.points, 0);
  return { month: textOfMonth(month), points, files: written.map(({ checksum: _checksum, ...file }) => file) };
}

interface WrittenFile extends ColdHeap {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
}

async function writeFile(
  { db }: Pick<Runtime, 'db'>,
  { month, depot, workDir }: FreezeInput,
  organizationId: OrganizationId,
): Promise<WrittenFile> {
  const folder = await mkdtemp(join(workDir, 'cold-'));
  try {
    const local = join(folder, 'points.parquet');
    const tally = { points: 0, checksum: 0n };
    const place = { partition: partitionName(month), organizationId };
    await writeParquet(local, columns, rowsOf({ db }, place, tally));
    const { size: sizeBytes } = await stat(local);
    const sha256 = await hashContent(createReadStream(local));
    // Late points of a frozen month have a file of their own.
    const draftId = randomUUID();
    const path = `points/${textOfMonth(month)}/${organizationId}-${draftId.slice(0, 8)}.parquet`;
    const open = (start: number) => Promise.resolve(createReadStream(local, { start }));
    await depot.put(
      { path, sizeBytes, sha256, open },
      {
        draftId,
        memory: null,
        remember: () => Promise.resolve(),
        signal: new AbortController().signal,
        arrived: () => undefined,
      },
    );
    if ((await hashContent(await depot.open(path))) !== sha256) {
      throw new Problem('destination_unavailable', { detail: `What lies at ${path} is not what was written.` });
    }
    return { organizationId, path, sizeBytes, sha256, ...tally };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* rowsOf(
  { db }: Pick<Runtime, 'db'>,
  place: { readonly partition: string; readonly organizationId: OrganizationId },
  tally: { points: number; checksum: bigint },
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  let after: ColdRow | null = null;
  for (;;) {
    const rows: ColdRow[] = await selectColdRows(db, place, { after, limit: rowsAtATime });
    for (const row of rows) {
      tally.points += 1;
      tally.checksum += BigInt(`0x${row.contentHash.slice(0, 8)}`);
      yield toParquetRow(row);
    }
    after = rows.at(-1) ?? null;
    if (rows.length < rowsAtATime) return;
  }
}

function toParquetRow(row: ColdRow): Readonly<Record<string, unknown>> {
  return {
    source_id: row.sourceId,
    source: row.source,
    type: row.type,
    created_at_us: row.createdAtUs,
    recorded_at_us: row.recordedAtUs,
    content_hash: row.contentHash,
    bundle_id: row.bundleId,
    secondary_id: row.secondaryId,
    lon: row.lon,
    lat: row.lat,
    properties: row.properties,
    extras: row.extras,
    metadata: row.metadata,
    is_encrypted: String(row.isEncrypted),
  };
}

/** What is in the partition now must be what was written. */
function requireSame(heaps: readonly ColdHeap[], written: readonly WrittenFile[]): void {
  const isSame =
    heaps.length === written.length &&
    heaps.every((heap) =>
      written.some(
        (file) =>
          file.organizationId === heap.organizationId && file.points === heap.points && file.checksum === heap.checksum,
      ),
    );
  if (!isSame) {
    throw new Problem('state_conflict', {
      detail: 'Points of the month came or went while it was written. Run it again.',
    });
  }
}
