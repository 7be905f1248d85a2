import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readParquet } from '#lib/formats/parquet/read-parquet.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { defineTaskKind, type TaskContext } from '#lib/platform/tasks/index.ts';
import { replaceColdCounts, selectMiscounted, selectUncountedPaths } from '../../data/cold-counts.sql.ts';
import { selectColdFiles, type ColdFile } from '../../data/cold-months.sql.ts';
import { ColdTally, countedColumns, type ColdCount } from '../../domain/cold-tally.ts';
import { recountSource } from '../recount-source.ts';
import { openColdPlace, type ColdConfig } from './cold-place.ts';
import { fetchColdFile, locateColdFile } from './fetch-cold-file.ts';

/** How the Task is named. */
export const countColdTask = { kind: 'passive.count-cold', inputSchema: z.object({}) };

/**
 * The kind of Task that notes what files of cold months hold, for those that an earlier version wrote, and then counts those
 * sources anew whose totals and timelines lack it. A file that cannot be read is named in the log and costs the others
 * nothing. Stopped or killed, what is noted stays, and another run goes on with the rest.
 */
export function countColdMonthsTask(config: ColdConfig) {
  return defineTaskKind({ ...countColdTask, run: (ctx) => countColdMonths(ctx, config) });
}

interface CountReport {
  /** Files of which it is noted now what they hold. */
  readonly files: number;
  /** Files that could not be read. */
  readonly unreached: number;
  /** Sources that were counted anew. */
  readonly sources: number;
}

async function countColdMonths(ctx: TaskContext, config: ColdConfig): Promise<CountReport> {
  const uncounted = await selectUncountedPaths(ctx);
  const files = (await selectColdFiles(ctx)).filter(({ path }) => uncounted.has(path));
  let counted = 0;
  for (const [index, file] of files.entries()) {
    ctx.signal.throwIfAborted();
    if (await countFile(ctx, config, file)) counted += 1;
    ctx.progress(index + 1, files.length);
  }
  const sources = await selectMiscounted(ctx);
  for (const source of sources) {
    ctx.signal.throwIfAborted();
    await recountSource(ctx, source);
  }
  ctx.logLine('info', `${String(counted)} files are counted, and ${String(sources.length)} sources anew.`);
  return { files: counted, unreached: files.length - counted, sources: sources.length };
}

/** Notes what a file holds; false when it cannot be read. */
async function countFile(ctx: TaskContext, config: ColdConfig, file: ColdFile): Promise<boolean> {
  const place = await locateColdFile(ctx, config, file);
  if (place === null) return false;
  try {
    const counts = await readCounts(ctx, { config, place, file });
    await replaceColdCounts(ctx, { path: file.path, counts });
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    ctx.logLine('warning', `${file.path} is not counted: ${error.message}`);
    return false;
  }
}

interface FileToCount {
  readonly config: ColdConfig;
  readonly place: string;
  readonly file: ColdFile;
}

async function readCounts(ctx: TaskContext, { config, place, file }: FileToCount): Promise<readonly ColdCount[]> {
  const folder = await mkdtemp(join(config.dataDir, 'cold-'));
  const depot = openColdPlace(config, place);
  try {
    const local = join(folder, 'points.parquet');
    await fetchColdFile(ctx, { file, depot, local });
    const tally = new ColdTally();
    for await (const row of readParquet(local, countedColumns)) tally.add(row);
    return tally.counts;
  } finally {
    await depot.close();
    await rm(folder, { recursive: true, force: true });
  }
}
