import type { AttachmentLink } from '../data/claims.sql.ts';
import { findAttachments } from '../domain/find-attachments.ts';
import { type BundleHead, idOf, type PlacedPoint, uuidOfHash } from '../domain/placed-point.ts';
import type { BundleContent } from '../domain/read-bundle.ts';
import { sortPoints } from '../domain/sort-points.ts';
import type { FilesByName } from './bundle-files.ts';
import type { PartitionNames, SortedPoints } from './store-points.ts';

/** A bundle with its points placed. */
export interface PreparedBundle {
  readonly bundle: BundleHead;
  readonly content: BundleContent;
  readonly points: readonly PlacedPoint[];
  readonly files: FilesByName;
  /** Null: its study wants no trace. */
  readonly traceId: string | null;
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

/** Links from the files of a bundle to its points that name them. */
export function linksOf({ points, files }: Pick<PreparedBundle, 'points' | 'files'>): AttachmentLink[] {
  if (files.size === 0) return [];
  return points.flatMap(({ point, pair }) =>
    [...findAttachments(point)]
      .flatMap((name) => files.get(name) ?? [])
      .map((fileId) => ({
        organizationId: pair.source.organizationId,
        fileId,
        sourceId: idOf(pair.source),
        typeId: idOf(pair.type),
        createdAtUs: point.createdAtUs,
        contentHash: uuidOfHash(point.contentHash),
      })),
  );
}
