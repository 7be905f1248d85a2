import type { Database } from '#lib/platform/db/database.ts';
import { selectFilesOfBundles } from '../data/claims.sql.ts';
import type { BundleHead } from '../domain/placed-point.ts';

/** Ids of a bundle's files by the name that points call them. */
export type FilesByName = ReadonlyMap<string, readonly string[]>;

/** The files of bundles, by the bundle's id. */
export async function readBundleFiles(
  db: Database,
  bundles: readonly Pick<BundleHead, 'organizationId' | 'id'>[],
): Promise<ReadonlyMap<string, FilesByName>> {
  const files = new Map<string, Map<string, string[]>>();
  if (bundles.length === 0) return files;
  for (const { bundleId, identifier, fileId } of await selectFilesOfBundles(db, bundles)) {
    const ofBundle = files.get(bundleId) ?? new Map<string, string[]>();
    ofBundle.set(identifier, [...(ofBundle.get(identifier) ?? []), fileId]);
    files.set(bundleId, ofBundle);
  }
  return files;
}

/** For bundles without files. */
export const noFiles: FilesByName = new Map();
