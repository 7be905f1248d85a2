import type { WaitingBundle } from '../data/claims.sql.ts';
import { findAttachments } from '../domain/find-attachments.ts';
import type { PlacedPoint } from '../domain/placed-point.ts';
import type { BundleContent } from '../domain/read-bundle.ts';
import { sortPoints } from '../domain/sort-points.ts';
import type { PartitionNames, SortedPoints } from './store-points.ts';

/** A bundle with its points placed. */
export interface PreparedBundle {
  readonly bundle: WaitingBundle;
  readonly content: BundleContent;
  readonly points: readonly PlacedPoint[];
  /** Ids of its files by the name that points call them. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

/** A batch that is ready to be written: everything it refers to is in the database. */
export interface PreparedBatch {
  readonly bundles: readonly PreparedBundle[];
  readonly sorted: SortedPoints;
  readonly partitions: PartitionNames;
}

/** The points of bundles in the order in which they are written. */
export function sortBatch(bundles: readonly PreparedBundle[]): SortedPoints {
  const all = bundles.flatMap(({ points }) => points);
  return { all, months: sortPoints(all) };
}

/** The points of a bundle that name files of it, each with the ids of those files. */
export function attachedPoints({ points, files }: PreparedBundle): { placed: PlacedPoint; fileIds: string[] }[] {
  if (files.size === 0) return [];
  return points.flatMap((placed) => {
    const fileIds = [...findAttachments(placed.point)].flatMap((name) => files.get(name) ?? []);
    return fileIds.length === 0 ? [] : [{ placed, fileIds }];
  });
}
