import type { Database } from '#lib/platform/db/database.ts';
import {
  addToMinutes,
  type BundleOutcome,
  insertAttachmentLinks,
  markBundles,
  type MinuteCounts,
} from '../data/claims.sql.ts';
import { insertFindings } from '../data/quarantine.sql.ts';
import type { VariableTally } from '../domain/codebook/tally-variables.ts';
import type { BundleHead, PlacedPoint } from '../domain/placed-point.ts';
import { linksOf, type PreparedBatch, type PreparedBundle } from './prepared-batch.ts';
import { insertTraces } from '../data/traces/traces.sql.ts';
import { storePoints } from './store-points.ts';
import { tracesOf } from './traces/bundle-tracer.ts';
import { writeVariables } from './write-variables.ts';

/** What a batch came to. */
export interface BatchResult {
  readonly outcomes: readonly BundleOutcome[];
  readonly stored: readonly PlacedPoint[];
  readonly variables: readonly VariableTally[];
}

/** How points are stored: all at once, or one by one after that has failed. */
export type StorePoints = typeof storePoints;

/** Writes a batch in the caller's transaction: points, attachments, quarantine, counters, and its bundles as done. */
export async function writeBatch(db: Database, batch: PreparedBatch, store = storePoints): Promise<BatchResult> {
  const stored = await store(db, batch.sorted, batch.partitions);
  const links = batch.bundles.flatMap(linksOf);
  if (links.length > 0) await insertAttachmentLinks(db, links);
  const findings = batch.bundles.flatMap(({ bundle, content }) =>
    content.findings.map((finding) => ({ bundle, finding })),
  );
  if (findings.length > 0) await insertFindings(db, findings);
  const variables = await writeVariables(db, stored);
  const outcomes = outcomesOf(batch.bundles, stored);
  if (outcomes.length > 0) {
    await markBundles(db, outcomes);
    await addToMinutes(db, minutesOf(outcomes));
    await insertTraces(db, tracesOf(batch.bundles, stored));
  }
  return { outcomes, stored, variables };
}

function outcomesOf(bundles: readonly PreparedBundle[], stored: readonly PlacedPoint[]): BundleOutcome[] {
  const newPoints = new Map<BundleHead, number>();
  for (const { bundle } of stored) newPoints.set(bundle, (newPoints.get(bundle) ?? 0) + 1);
  return bundles.map(({ bundle, content }) => ({
    bundle,
    state: content.isUnreadable ? 'failed' : 'processed',
    pointCount: content.elementCount,
    newPointCount: newPoints.get(bundle) ?? 0,
    quarantinedCount: content.findings.length,
  }));
}

function minutesOf(outcomes: readonly BundleOutcome[]): MinuteCounts[] {
  const ofStudies = Map.groupBy(outcomes, ({ bundle }) => bundle.studyId);
  return [...ofStudies].map(([studyId, ofStudy]) => ({
    organizationId: (ofStudy[0] as BundleOutcome).bundle.organizationId,
    studyId,
    bundlesProcessed: ofStudy.filter(({ state }) => state === 'processed').length,
    bundlesFailed: ofStudy.filter(({ state }) => state === 'failed').length,
    pointsAdded: sum(ofStudy, ({ newPointCount }) => newPointCount),
    pointsQuarantined: sum(ofStudy, ({ quarantinedCount }) => quarantinedCount),
  }));
}

function sum(outcomes: readonly BundleOutcome[], read: (outcome: BundleOutcome) => number): number {
  return outcomes.reduce((total, outcome) => total + read(outcome), 0);
}
