import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readParquet, type ParquetRow } from '#lib/formats/parquet/read-parquet.ts';
import { writeParquet } from '#lib/formats/parquet/write-parquet.ts';
import type { Depot } from '#lib/platform/depots/depot.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { forgetReplaced, replaceColdFile, selectColdFiles, type ColdFile } from '../../data/cold-months.sql.ts';
import { ColdTally, type ColdCount } from '../../domain/cold-tally.ts';
import { coldColumns, putColdFile } from './cold-file.ts';
import { openColdPlace, type ColdConfig } from './cold-place.ts';
import { fetchColdFile, locateColdFile } from './fetch-cold-file.ts';

/** What is to become of points in the files of cold months. */
export interface ColdChange {
  /** Columns by which {@link isAbout} knows a point. */
  readonly keys: readonly string[];
  isAbout(row: ParquetRow): boolean;
  /** The point as it is to be; null: it goes; the same: it stays. */
  change(row: ParquetRow): ParquetRow | null;
}

export interface ColdReport {
  /** Points that went or are otherwise now. */
  readonly points: number;
  /** Files that were written anew, or removed because nothing was left in them. */
  readonly files: number;
  /** Files that could not be looked at: nobody noted where they lie, and they lie in no place of the configuration. */
  readonly unreached: number;
}

/**
 * Changes points in the files of cold months: each file that has some is written anew beside the old one, read back, and
 * takes its place in one step; then the old one is removed. Killed at any moment, another run goes on: no file is
 * without its points, and none that was replaced is forgotten. The log names every file. Throws what depots throw, and
 * `destination_unavailable` for a file that is not as it was written.
 */
export async function rewriteColdMonths(ctx: TaskContext, config: ColdConfig, change: ColdChange): Promise<ColdReport> {
  const report = { points: 0, files: 0, unreached: 0 };
  for (const file of await selectColdFiles(ctx)) {
    ctx.signal.throwIfAborted();
    const place = await locateColdFile(ctx, config, file);
    if (place === null) {
      report.unreached += 1;
      continue;
    }
    const depot = openColdPlace(config, place);
    try {
      const points = await rewriteFile(ctx, { file, depot, change, workDir: config.dataDir });
      report.points += points;
      if (points > 0) report.files += 1;
    } finally {
      await depot.close();
    }
  }
  return report;
}

interface Rewriting {
  readonly file: ColdFile;
  readonly depot: Depot;
  readonly change: ColdChange;
  readonly workDir: string;
}

async function rewriteFile(ctx: TaskContext, rewriting: Rewriting): Promise<number> {
  const { file, depot, change, workDir } = rewriting;
  if (file.replaces !== null) await removeReplaced(ctx, depot, { path: file.path, replaced: file.replaces });
  if (file.replaces === file.path) return 0;
  const folder = await mkdtemp(join(workDir, 'cold-'));
  try {
    const before = join(folder, 'before.parquet');
    await fetchColdFile(ctx, { file, depot, local: before });
    if (!(await hasSome(before, change))) return 0;
    const after = join(folder, 'after.parquet');
    const tally = { kept: 0, gone: 0, changed: 0, content: new ColdTally() };
    await writeParquet(after, coldColumns, changedRows(before, change, tally));
    requireWhole(file, tally);
    if (tally.gone + tally.changed > 0) {
      await replace(ctx, rewriting, { after, kept: tally.kept, counts: tally.content.counts });
    }
    return tally.gone + tally.changed;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function hasSome(local: string, change: ColdChange): Promise<boolean> {
  for await (const row of readParquet(local, change.keys)) if (change.isAbout(row)) return true;
  return false;
}

interface Tally {
  kept: number;
  gone: number;
  /** Of those that are kept. */
  changed: number;
  /** What is kept. */
  readonly content: ColdTally;
}

async function* changedRows(local: string, change: ColdChange, tally: Tally): AsyncGenerator<ParquetRow> {
  for await (const row of readParquet(local)) {
    const now = change.isAbout(row) ? change.change(row) : row;
    if (now === null) {
      tally.gone += 1;
      continue;
    }
    tally.kept += 1;
    tally.content.add(now);
    if (now !== row) tally.changed += 1;
    yield now;
  }
}

function requireWhole(file: ColdFile, { kept, gone }: Tally): void {
  if (kept + gone === file.points) return;
  throw new Problem('destination_unavailable', {
    detail: `${file.path} has ${String(kept + gone)} points instead of ${String(file.points)}.`,
  });
}

async function replace(
  ctx: TaskContext,
  { file, depot }: Rewriting,
  { after, kept, counts }: { readonly after: string; readonly kept: number; readonly counts: readonly ColdCount[] },
): Promise<void> {
  const { month, path: before } = file;
  // Nothing is left: the file stands for itself until it is removed.
  const put =
    kept === 0
      ? file
      : await putColdFile(depot, { local: after, month, organizationId: ctx.organizationId, signal: ctx.signal });
  const { path, sizeBytes, sha256 } = put;
  await replaceColdFile(ctx, { before, after: { path, sizeBytes, sha256, points: kept, counts } });
  await removeReplaced(ctx, depot, { path, replaced: before });
  ctx.logLine(
    'info',
    kept === 0
      ? `${before}: nothing is left in it; it is removed.`
      : `${before} is replaced by ${path}: ${String(kept)} points, read back, SHA-256 ${sha256}.`,
  );
}

async function removeReplaced(
  ctx: TaskContext,
  depot: Depot,
  { path, replaced }: { readonly path: string; readonly replaced: string },
): Promise<void> {
  await depot.remove(replaced);
  await forgetReplaced(ctx, path);
}
