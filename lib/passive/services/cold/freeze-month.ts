import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeParquet } from '#lib/formats/parquet/write-parquet.ts';
import { partitionName, selectPartitions } from '#lib/platform/db/month-partitions.ts';
import type { Depot } from '#lib/platform/depots/depot.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { monthOf, type Month } from '#lib/platform/time/month.ts';
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
import { pointsByMonth } from '../../data/points-by-month.ts';
import { textOfMonth } from '../../domain/cold-month.ts';
import { ColdTally, type ColdCount } from '../../domain/cold-tally.ts';
import { coldColumns, putColdFile } from './cold-file.ts';

export interface FreezeInput {
  readonly month: Month;
  /** Where the files go. */
  readonly depot: Depot;
  /** How that is called, so that it is found again; see `openColdPlace`. */
  readonly place: string;
  /** Folder for the files while they are made. */
  readonly workDir: string;
  /** Drops the table at once, instead of leaving it in the schema `cold` until somebody does. */
  readonly isDropped: boolean;
  readonly now: Date;
  /** Ends it before the partition is taken out; what was put stays where it is, and is no month's file. */
  readonly signal?: AbortSignal;
  /** Told of each page of points that is written, and of how many there are. */
  readonly onPoints?: (written: number, total: number) => void;
}

export interface FrozenMonth {
  readonly month: string;
  readonly points: number;
  readonly files: readonly Pick<ColdMonthWrite, 'path' | 'points' | 'sizeBytes' | 'sha256' | 'organizationId'>[];
}

const rowsAtATime = 5000;

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
  const partition = partitionName(pointsByMonth, month);
  if (month >= monthOf(now)) throw new Problem('input_invalid', { detail: 'The month is not over yet.' });
  if (!(await selectPartitions(db, pointsByMonth)).has(partition)) {
    throw new Problem('not_found', { detail: `There are no points of ${textOfMonth(month)} in the database.` });
  }
  const written: WrittenFile[] = [];
  const heaps = await measurePartition(db, partition);
  const total = heaps.reduce((sum, { points }) => sum + points, 0);
  let done = 0;
  const onPage = (points: number) => {
    input.signal?.throwIfAborted();
    done += points;
    input.onPoints?.(done, total);
  };
  for (const { organizationId } of heaps) {
    written.push(await writeFile({ db }, { ...input, onPage }, organizationId));
  }
  input.signal?.throwIfAborted();
  await db.transaction(async () => {
    await lockPartition(db, partition);
    requireSame(await measurePartition(db, partition), written);
    for (const { checksum: _checksum, ...file } of written) {
      await insertColdMonth(db, { ...file, month: textOfMonth(month), place: input.place, at: now });
    }
    await detachPartition(db, partition, input.isDropped);
  });
  const points = written.reduce((sum, file) => sum + file.points, 0);
  return {
    month: textOfMonth(month),
    points,
    files: written.map(({ checksum: _checksum, counts: _counts, ...file }) => file),
  };
}

interface WrittenFile extends ColdHeap {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly counts: readonly ColdCount[];
}

interface Writing extends FreezeInput {
  readonly onPage: (points: number) => void;
}

async function writeFile(
  { db }: Pick<Runtime, 'db'>,
  { month, depot, workDir, signal, onPage }: Writing,
  organizationId: OrganizationId,
): Promise<WrittenFile> {
  const folder = await mkdtemp(join(workDir, 'cold-'));
  try {
    const local = join(folder, 'points.parquet');
    const tally = { points: 0, checksum: 0n, content: new ColdTally(), onPage };
    await writeParquet(
      local,
      coldColumns,
      rowsOf({ db }, { partition: partitionName(pointsByMonth, month), organizationId }, tally),
    );
    const put = await putColdFile(depot, {
      local,
      month: textOfMonth(month),
      organizationId,
      signal: signal ?? new AbortController().signal,
    });
    const { points, checksum, content } = tally;
    return { organizationId, ...put, points, checksum, counts: content.counts };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* rowsOf(
  { db }: Pick<Runtime, 'db'>,
  place: { readonly partition: string; readonly organizationId: OrganizationId },
  tally: { points: number; checksum: bigint; readonly content: ColdTally; readonly onPage: (points: number) => void },
): AsyncGenerator<Readonly<Record<string, unknown>>> {
  let after: ColdRow | null = null;
  for (;;) {
    const rows: ColdRow[] = await selectColdRows(db, place, { after, limit: rowsAtATime });
    for (const row of rows) {
      tally.points += 1;
      tally.checksum += BigInt(`0x${row.contentHash.slice(0, 8)}`);
      const written = toParquetRow(row);
      tally.content.add(written);
      yield written;
    }
    tally.onPage(rows.length);
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
