import type { Database } from '#lib/platform/db/database.ts';
import { newId } from '#lib/platform/ids.ts';
import { insertTraces } from '../../data/traces/traces.sql.ts';
import type { WaitingBundle } from '../../data/claims.sql.ts';
import { idOf, type PlacedPoint, uuidOfHash } from '../../domain/placed-point.ts';
import { errorClassOf, type TraceDraft } from '../../domain/traces/bundle-trace.ts';
import type { PreparedBundle } from '../prepared-batch.ts';

type Traced = Pick<WaitingBundle, 'organizationId' | 'studyId' | 'id' | 'receivedAt' | 'isEncrypted' | 'compression'>;

/**
 * Notes what becomes of bundles of studies that want to know (pdk-18), a statement for each batch instead of one for each
 * point. That it began, and that it failed, is committed by itself: it stays when the batch is rolled back.
 */
export class BundleTracer {
  readonly #db: Database;
  readonly #open = new Map<string, TraceDraft>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Begins the trace of a bundle; gives its id, null when the study wants none. Written by {@link writeStarted}. */
  begin(bundle: Traced, isTraced: boolean): string | null {
    if (!isTraced) return null;
    const draft: TraceDraft = {
      organizationId: bundle.organizationId,
      studyId: bundle.studyId,
      bundleId: bundle.id,
      traceId: newId(),
      status: 'started',
      bundleReceivedAt: bundle.receivedAt,
      isEncrypted: bundle.isEncrypted,
      compression: bundle.compression,
    };
    this.#open.set(bundle.id, draft);
    return draft.traceId;
  }

  /** Outside of the transaction of the batch. */
  async writeStarted(bundles: readonly PreparedBundle[]): Promise<void> {
    const drafts = bundles.flatMap(({ bundle, traceId }) =>
      traceId === null ? [] : (this.#open.get(bundle.id) ?? []),
    );
    await insertTraces(this.#db, drafts);
  }

  /** The bundle could not be written: why, in one word. */
  async writeErrored(bundleId: string, error: unknown): Promise<void> {
    const draft = this.#open.get(bundleId);
    if (draft) await insertTraces(this.#db, [{ ...draft, status: 'errored', errorClass: errorClassOf(error) }]);
  }

  /** Forgets bundles that are done with. */
  forget(): void {
    this.#open.clear();
  }
}

/** Steps of a batch that is being written: a point stored, a bundle done or unreadable. In the transaction of the batch. */
export function tracesOf(bundles: readonly PreparedBundle[], stored: readonly PlacedPoint[]): TraceDraft[] {
  const traceIds = new Map<unknown, string>();
  for (const { bundle, traceId } of bundles) if (traceId !== null) traceIds.set(bundle, traceId);
  if (traceIds.size === 0) return [];
  const ofPoints = stored.flatMap(({ bundle, pair, point }): TraceDraft[] => {
    const traceId = traceIds.get(bundle);
    if (traceId === undefined) return [];
    const { organizationId, studyId, id: bundleId } = bundle;
    const of = { organizationId, studyId, bundleId, traceId };
    return [
      { ...of, status: 'data_point_created', sourceId: idOf(pair.source), pointHash: uuidOfHash(point.contentHash) },
    ];
  });
  const ofBundles = bundles.flatMap(({ bundle, traceId, content }): TraceDraft[] => {
    if (traceId === null) return [];
    const { organizationId, studyId, id: bundleId, receivedAt: bundleReceivedAt } = bundle;
    const status = content.isUnreadable ? 'errored' : 'processed';
    const errorClass = content.isUnreadable ? (content.findings[0]?.reason ?? null) : null;
    return [
      {
        organizationId,
        studyId,
        bundleId,
        traceId,
        status,
        bundleReceivedAt,
        pointCount: content.elementCount,
        errorClass,
      },
    ];
  });
  return [...ofPoints, ...ofBundles];
}
