import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Depot } from '#lib/platform/depots/depot.ts';
import { hashContent } from '#lib/platform/depots/hash-content.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { notePlace, type ColdFile } from '../../data/cold-months.sql.ts';
import { findColdPlace, type ColdConfig } from './cold-place.ts';

/**
 * Where a file of a cold month lies; when nobody noted it, it is looked for where such files lie now, and noted. Null: it is
 * not there, and the log says so.
 */
export async function locateColdFile(ctx: TaskContext, config: ColdConfig, file: ColdFile): Promise<string | null> {
  if (file.place !== null) return file.place;
  const place = await findColdPlace(config, file);
  if (place !== null) await notePlace(ctx, { path: file.path, place });
  else {
    ctx.logLine('warning', `${file.path} is not looked at: it was written before it was noted where such files lie.`);
  }
  return place;
}

interface Fetching {
  readonly file: Pick<ColdFile, 'path' | 'sha256'>;
  readonly depot: Depot;
  /** Where it goes on this machine. */
  readonly local: string;
}

/** Copies a file of a cold month to this machine. Throws `destination_unavailable` when it is not as it was written. */
export async function fetchColdFile(ctx: TaskContext, { file, depot, local }: Fetching): Promise<void> {
  await pipeline(await depot.open(file.path), createWriteStream(local), { signal: ctx.signal });
  if ((await hashContent(createReadStream(local))) !== file.sha256) {
    throw new Problem('destination_unavailable', { detail: `What lies at ${file.path} is not what was written.` });
  }
}
