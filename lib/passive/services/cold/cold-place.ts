import { basename, dirname, join } from 'node:path';
import type { Config } from '#lib/platform/config/config.ts';
import type { Depot } from '#lib/platform/depots/depot.ts';
import { createFolderDepot } from '#lib/platform/depots/folder-depot.ts';
import { createS3Depot } from '#lib/platform/depots/s3-depot.ts';
import { hashContent } from '#lib/platform/depots/hash-content.ts';
import { Problem } from '#lib/platform/problems/problem.ts';

/** What an installation says of where its files go. */
export type ColdConfig = Pick<Config, 'dataDir' | 's3'>;

/** The bucket of the configuration. */
const bucket = 's3';
/** The folder `cold` of the data folder, wherever that is. */
const dataFolder = 'data';

/** Where cold months go when nobody says otherwise: the bucket where there is one, else the data folder. */
export function defaultColdPlace({ s3 }: ColdConfig): string {
  return s3 ? bucket : dataFolder;
}

/**
 * Opens the depot in which files of cold months lie: a bucket, a folder of the data folder, or an absolute folder.
 * Throws `destination_unavailable` for a bucket that is not configured any more.
 */
export function openColdPlace({ dataDir, s3 }: ColdConfig, place: string): Depot {
  if (place !== bucket) return createFolderDepot(place === dataFolder ? join(dataDir, 'cold') : place);
  if (s3) return createS3Depot(s3);
  throw new Problem('destination_unavailable', {
    detail: 'The bucket in which cold months lie is not configured any more.',
  });
}

/**
 * Looks in the places of the configuration for a file of a cold month: it is the one whose content has the hash that was noted.
 * Null: in none of them. Throws what the depots throw.
 */
export async function findColdPlace(
  config: ColdConfig,
  { path, sha256 }: { readonly path: string; readonly sha256: string },
): Promise<string | null> {
  for (const place of config.s3 ? [bucket, dataFolder] : [dataFolder]) {
    const depot = openColdPlace(config, place);
    try {
      const names = (await depot.list(dirname(path))).map(({ name }) => name);
      if (names.includes(basename(path)) && (await hashContent(await depot.open(path))) === sha256) return place;
    } finally {
      await depot.close();
    }
  }
  return null;
}
