import { MonthPartitions } from '#lib/platform/db/month-partitions.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { Month } from '#lib/platform/time/month.ts';
import { claimBundle, claimBundles, lockBundles, type WaitingBundle } from '../data/claims.sql.ts';
import { pointsByMonth } from '../data/points-by-month.ts';
import { VariableNotes } from '../domain/codebook/type-notes.ts';
import { type BundleContent, BundleReader, unreadable } from '../domain/read-bundle.ts';
import type { Finding } from '../domain/reasons.ts';
import { noFiles, readBundleFiles } from './bundle-files.ts';
import { openBundle } from './open-bundle.ts';
import { PointRegistry } from './point-registry.ts';
import { type PreparedBatch, type PreparedBundle, sortBatch } from './prepared-batch.ts';
import { judgeFailure } from './processing-failure.ts';
import { type RefusedPoints, storeOneByOne } from './store-one-by-one.ts';
import { rememberStored } from './store-points.ts';
import { StudySettingsCache } from './study-settings.ts';
import { shownView } from './view-of-plugin.ts';
import { BundleTracer } from './traces/bundle-tracer.ts';
import { rememberVariables } from './write-variables.ts';
import { type BatchResult, writeBatch } from './write-batch.ts';

export type ProcessingRuntime = Pick<Runtime, 'db' | 'blobs' | 'log' | 'config' | 'context' | 'metrics' | 'plugins'>;

/** What was done with waiting bundles. */
export interface ProcessingReport {
  /** Bundles that were looked at; 0: none waits. */
  readonly taken: number;
  /** Bundles that are done. */
  readonly bundles: number;
  readonly newPoints: number;
  readonly quarantined: number;
}

/** A batch ends with the bundle that brings it to so many points, or so many bytes of opened text. */
const maxBatchPoints = 10_000;
/** How long a bundle that failed in passing is left out, ms. */
const postponeMs = 30_000;
/** Bundles claimed at a time: the first batches of a process tell how many points a bundle has. */
const bundlesAtATime = { least: 8, first: 50, most: 500 } as const;
/** On the embedded database batches are small: uploads wait for its one session. */
const embeddedShare = 0.1;

/**
 * Turns waiting bundles into points, batch by batch. Any number of these may work side by side: each takes bundles that
 * nobody else holds. A batch is one transaction: killed at any moment, its bundles wait as before.
 */
export class Processor {
  private readonly runtime: ProcessingRuntime;
  private readonly reader: BundleReader;
  private readonly settings: StudySettingsCache;
  private readonly registry: PointRegistry;
  private readonly notes = new VariableNotes();
  private readonly partitions: MonthPartitions;
  private readonly postponed = new Map<string, number>();
  private readonly share: number;
  private readonly tracer: BundleTracer;
  private pointsPerBundle = maxBatchPoints / bundlesAtATime.first;

  constructor(runtime: ProcessingRuntime) {
    this.runtime = runtime;
    this.reader = new BundleReader(runtime.plugins.inspectPoint);
    this.tracer = new BundleTracer(runtime.db);
    this.settings = new StudySettingsCache(runtime);
    this.registry = new PointRegistry((type) => shownView(type, runtime.plugins.hooks).chart);
    this.partitions = new MonthPartitions(runtime.db, runtime.log, pointsByMonth);
    this.share = runtime.db.kind === 'embedded' ? embeddedShare : 1;
  }

  /**
   * Processes the oldest waiting bundles. A batch that fails is tried again
   * bundle by bundle, then point by point, so that what cannot be stored costs nobody else anything.
   * Rejects when the database or the file store does not work; the bundles wait.
   */
  async processNext(): Promise<ProcessingReport> {
    this.registry.trim();
    this.tracer.forget();
    this.notes.trim();
    const taken: WaitingBundle[] = [];
    try {
      const result = await this.run(async () => {
        taken.push(...(await claimBundles(this.runtime.db, { limit: this.limit(), except: this.leftOut() })));
        return taken;
      });
      return this.report(result, taken.length);
    } catch (error) {
      if (taken.length === 0 || this.afterFailure(error) === 'down') throw error;
      this.runtime.log.warn({ err: error, bundles: taken.length }, 'a batch failed: each of its bundles by itself');
      return this.processSingly(taken);
    }
  }

  private async processSingly(bundles: readonly WaitingBundle[]): Promise<ProcessingReport> {
    let total: ProcessingReport = { taken: bundles.length, bundles: 0, newPoints: 0, quarantined: 0 };
    for (const { id } of bundles) {
      const report = await this.processOne(id);
      total = {
        taken: total.taken,
        bundles: total.bundles + report.bundles,
        newPoints: total.newPoints + report.newPoints,
        quarantined: total.quarantined + report.quarantined,
      };
    }
    return total;
  }

  private async processOne(id: string): Promise<ProcessingReport> {
    const take = async () => {
      const bundle = await claimBundle(this.runtime.db, id);
      return bundle ? [bundle] : [];
    };
    const attempts = [
      () => this.run(take),
      () => this.run(take, (batch) => this.writePointByPoint(batch)),
      () => this.run(take, (batch) => this.writeFailed(batch)),
    ];
    for (const attempt of attempts) {
      try {
        return this.report(await attempt(), 1);
      } catch (error) {
        const kind = this.afterFailure(error);
        if (kind === 'down') throw error;
        await this.tracer.writeErrored(id, error);
        this.runtime.log.warn({ err: error, bundleId: id }, 'a bundle failed');
        if (kind === 'passing') break;
      }
    }
    this.postponed.set(id, performance.now() + postponeMs);
    return { taken: 1, bundles: 0, newPoints: 0, quarantined: 0 };
  }

  /** One batch: takes bundles, prepares and writes them. On a server the bundles are held from taking to commit. */
  private async run(
    take: () => Promise<WaitingBundle[]>,
    write = (batch: PreparedBatch) => writeBatch(this.runtime.db, batch),
  ): Promise<BatchResult> {
    const { db } = this.runtime;
    let result: BatchResult;
    if (db.kind === 'embedded') {
      // Its one session must not be held while bundles are opened: uploads wait for it.
      const batch = await this.prepare(await take());
      result = await db.transaction(async () => write(await this.stillWaiting(batch)));
    } else {
      result = await db.transaction(async () => {
        const bundles = await take();
        return write(await db.pool.outsideTransaction(() => this.prepare(bundles)));
      });
    }
    rememberStored(result.stored);
    rememberVariables(result.variables);
    return result;
  }

  /** Opens bundles and sees to it that all they refer to is there. Commits what it registers. */
  private async prepare(bundles: readonly WaitingBundle[]): Promise<PreparedBatch> {
    const prepared: PreparedBundle[] = [];
    const files = await readBundleFiles(
      this.runtime.db,
      bundles.filter(({ hasFiles }) => hasFiles),
    );
    let pointCount = 0;
    for (const bundle of bundles) {
      if (pointCount >= maxBatchPoints * this.share) break;
      const settings = await this.settings.get(bundle);
      const content = await this.open(bundle, settings);
      if (!content) continue;
      const points = this.registry.place(bundle, content.points, settings);
      const traceId = this.tracer.begin(bundle, settings.tracesBundles);
      prepared.push({ bundle, content, points, files: files.get(bundle.id) ?? noFiles, traceId });
      pointCount += points.length;
    }
    if (prepared.length > 0) this.pointsPerBundle = Math.max(1, pointCount / prepared.length);
    await this.tracer.writeStarted(prepared);
    await this.registry.register(
      this.runtime.db,
      prepared.flatMap(({ points }) => points),
    );
    const sorted = sortBatch(prepared);
    const partitions = new Map<Month, string>();
    const now = new Date();
    for (const { month } of sorted.months) partitions.set(month, await this.partitions.partitionOf(month, now));
    return { bundles: prepared, sorted, partitions };
  }

  /** What is in a bundle; null when the file store does not give it at the moment. */
  private async open(
    bundle: WaitingBundle,
    settings: Awaited<ReturnType<StudySettingsCache['get']>>,
  ): Promise<BundleContent | null> {
    try {
      const notes = this.notes.ofStudy(bundle.studyId);
      return await openBundle(this.runtime, bundle, { reader: this.reader, settings, notes });
    } catch (error) {
      if (judgeFailure(error) !== 'passing') throw error;
      this.runtime.log.warn({ err: error, bundleId: bundle.id }, 'the file store does not give a bundle: it waits');
      this.postponed.set(bundle.id, performance.now() + postponeMs);
      return null;
    }
  }

  private async stillWaiting(batch: PreparedBatch): Promise<PreparedBatch> {
    const held = await lockBundles(
      this.runtime.db,
      batch.bundles.map(({ bundle }) => bundle),
    );
    if (held.size === batch.bundles.length) return batch;
    const bundles = batch.bundles.filter(({ bundle }) => held.has(bundle.id));
    return { ...batch, bundles, sorted: sortBatch(bundles) };
  }

  private async writePointByPoint(batch: PreparedBatch): Promise<BatchResult> {
    const refused: RefusedPoints = new Map();
    const { db } = this.runtime;
    const stored = await storeOneByOne(db, batch.sorted.all, { partitions: batch.partitions, refused });
    const bundles = batch.bundles.map((prepared) => withRefused(prepared, refused));
    return writeBatch(db, { ...batch, bundles }, () => Promise.resolve(stored));
  }

  /** Nothing of the bundle can be written: it is kept, and a person told. */
  private writeFailed(batch: PreparedBatch): Promise<BatchResult> {
    const content = unreadable(
      'processing_failed',
      'Storing the upload failed on our side; the log has the bundle id.',
    );
    const bundles = batch.bundles.map((prepared) => ({ ...prepared, content, points: [] }));
    return writeBatch(this.runtime.db, { ...batch, bundles, sorted: sortBatch(bundles) });
  }

  private afterFailure(error: unknown): ReturnType<typeof judgeFailure> {
    // What is remembered may be what was wrong: a source that was erased, a partition that was made.
    this.registry.clear();
    this.settings.clear();
    this.partitions.forget();
    return judgeFailure(error);
  }

  private limit(): number {
    const wanted = (maxBatchPoints * this.share) / this.pointsPerBundle;
    return Math.ceil(Math.min(bundlesAtATime.most, Math.max(bundlesAtATime.least, wanted)));
  }

  private leftOut(): string[] {
    const now = performance.now();
    for (const [id, until] of this.postponed) if (until <= now) this.postponed.delete(id);
    return [...this.postponed.keys()];
  }

  private report({ outcomes, stored }: BatchResult, taken: number): ProcessingReport {
    const quarantined = outcomes.reduce((sum, { quarantinedCount }) => sum + quarantinedCount, 0);
    const points = outcomes.reduce((sum, { pointCount }) => sum + pointCount, 0);
    const { metrics } = this.runtime;
    metrics.points.inc({ outcome: 'added' }, stored.length);
    metrics.points.inc({ outcome: 'repeated' }, Math.max(0, points - stored.length - quarantined));
    metrics.points.inc({ outcome: 'quarantined' }, quarantined);
    return { taken, bundles: outcomes.length, newPoints: stored.length, quarantined };
  }
}

function withRefused(prepared: PreparedBundle, refused: RefusedPoints): PreparedBundle {
  const isRefused = prepared.points.filter((placed) => refused.has(placed));
  const findings = isRefused.map(({ point, pair }): Finding => {
    const content = point.bytes.toString('utf8', point.start, point.end);
    const hints = { sourceHint: pair.source.identifier, typeHint: pair.type.identifier };
    return {
      position: point.position,
      reason: 'not_storable',
      detail: 'The database refused this point.',
      content,
      ...hints,
    };
  });
  return {
    ...prepared,
    points: prepared.points.filter((placed) => !refused.has(placed)),
    content: { ...prepared.content, findings: [...prepared.content.findings, ...findings] },
  };
}
