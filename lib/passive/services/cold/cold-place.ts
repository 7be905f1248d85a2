import { join } from 'node:path';
import type { Config } from '#lib/platform/config/config.ts';
import type { Depot } from '#lib/platform/depots/depot.ts';
import { createFolderDepot } from '#lib/platform/depots/folder-depot.ts';
import { createS3Depot } from '#lib/platform/depots/s3-depot.ts';
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
