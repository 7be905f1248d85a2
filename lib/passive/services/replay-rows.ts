import type { Context } from '#lib/platform/context.ts';
import { MonthPartitions } from '#lib/platform/db/month-partitions.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import type { Month } from '#lib/platform/time/month.ts';
import { addToMinutes, insertAttachmentLinks } from '../data/claims.sql.ts';
import {
  addToBundles,
  closeRows,
  lockOpen,
  type QuarantineScope,
  requeueBundles,
  type RowToReplay,
  type StillWrong,
  updateReasons,
} from '../data/quarantine-rows.sql.ts';
import { announceBundles } from '../data/bundles.sql.ts';
import { pointsByMonth } from '../data/points-by-month.ts';
import { VariableNotes } from '../domain/codebook/type-notes.ts';
import type { BundleHead, PlacedPoint } from '../domain/placed-point.ts';
import { type BundleContent, BundleReader } from '../domain/read-bundle.ts';
import { sortPoints } from '../domain/sort-points.ts';
import { suggestMending } from '../domain/suggest-mending.ts';
import { type FilesByName, noFiles, readBundleFiles } from './bundle-files.ts';
import { describeWithPlugins } from './ask-plugins.ts';
import { PointRegistry } from './point-registry.ts';
import { linksOf, type PreparedBundle } from './prepared-batch.ts';
import { closerOf } from './quarantine-scope.ts';
import { type RefusedPoints, storeOneByOne } from './store-one-by-one.ts';
import { type PlacementRules, readPlacementRules, redactorOf } from './study-settings.ts';
import { shownView } from './view-of-plugin.ts';
import { writeVariables } from './write-variables.ts';

/** What became of a row that was read again. */
export interface ReplayOutcome {
  readonly id: string;
  /** `stored` (or there already); `waiting`: its bundle is read again as a whole; `wrong`: still not understood. */
  readonly outcome: 'stored' | 'waiting' | 'wrong';
  /** Why it is still wrong. */
  readonly reason: string | null;
  readonly detail: string | null;
}

export interface ReplayOptions {
  /** Takes the suggested mending of rows that have one. */
  readonly mend: boolean;
  /** Called in the transaction that stores the points. */
  readonly record?: (outcomes: readonly ReplayOutcome[]) => Promise<void>;
}

/** A row whose text was understood. */
interface ReadRow {
  readonly row: RowToReplay;
  readonly prepared: PreparedBundle;
}

/** Reads rows of the quarantine again; keeps what it learns from one call to the next. */
export class Replayer {
  private readonly ctx: Context;
  private readonly reader: BundleReader;
  private readonly registry: PointRegistry;
  private readonly notes = new VariableNotes();
  private readonly partitions: MonthPartitions;
  private readonly rules = new Map<StudyId, PlacementRules>();

  constructor(ctx: Context) {
    this.ctx = ctx;
    this.registry = new PointRegistry((type) => shownView(type, ctx.plugins.hooks).chart);
    this.reader = new BundleReader(ctx.plugins.inspectPoint);
    this.partitions = new MonthPartitions(ctx.db, ctx.log, pointsByMonth);
  }

  /**
   * Stores what is understood now, in one transaction with closing its rows; whole bundles go back to the queue.
   * Rows that somebody closed meanwhile have no outcome.
   */
  async replay(scope: QuarantineScope, rows: readonly RowToReplay[], options: ReplayOptions): Promise<ReplayOutcome[]> {
    const wrong: StillWrong[] = [];
    const read: ReadRow[] = [];
    const ofPoints = rows.filter(({ position }) => position >= 0);
    const files = await readBundleFiles(this.ctx.db, ofPoints.map(headOf));
    for (const row of ofPoints) {
      const rules = await this.rulesOf(row.studyId);
      const result = this.readRow(row, { mend: options.mend, rules });
      if ('detail' in result) wrong.push(result);
      else read.push(this.placeRow({ row, content: result, rules }, files.get(row.bundleId) ?? noFiles));
    }
    const points = read.flatMap(({ prepared }) => prepared.points);
    await this.registry.register(this.ctx.db, points);
    const partitions = new Map<Month, string>();
    for (const { month } of sortPoints(points)) {
      partitions.set(month, await this.partitions.partitionOf(month, this.ctx.now()));
    }
    const bundles = rows.filter(({ position }) => position < 0);
    return this.ctx.db.transaction(async () => {
      const open = await lockOpen(
        scope,
        rows.map(({ id }) => id),
      );
      const stillOpen = read.filter(({ row }) => open.has(row.id));
      const refused = await this.store(scope, stillOpen, partitions);
      const requeued = await this.requeue(
        scope,
        bundles.filter(({ id }) => open.has(id)),
      );
      const outcomes = await this.close(
        scope,
        [...stillOpen.map(({ row }) => row), ...bundles.filter(({ id }) => open.has(id))],
        {
          wrong: [...wrong.filter(({ id }) => open.has(id)), ...refused, ...requeued],
        },
      );
      await options.record?.(outcomes);
      return outcomes;
    });
  }

  private readRow(
    row: RowToReplay,
    { mend, rules }: { readonly mend: boolean; readonly rules: PlacementRules },
  ): BundleContent | StillWrong {
    const sent = row.content ?? '';
    const mended = mend ? suggestMending({ ...row, content: sent })?.content : undefined;
    const { isEncrypted, details } = row;
    const notes = this.notes.ofStudy(row.studyId);
    const facts = { isEncrypted, details, isTruncated: false, notes, redact: redactorOf(rules) };
    const read = this.reader.read(Buffer.from(mended ?? sent), facts);
    const content = describeWithPlugins(read, this.ctx.plugins.hooks);
    const [finding] = content.findings;
    if (finding) return { id: row.id, reason: finding.reason, detail: finding.detail };
    if (content.points.length === 0) return { id: row.id, reason: row.reason, detail: 'There is no point in it.' };
    return content;
  }

  private async rulesOf(studyId: StudyId): Promise<PlacementRules> {
    const known = this.rules.get(studyId);
    if (known) return known;
    const rules = await readPlacementRules(this.ctx, studyId);
    this.rules.set(studyId, rules);
    return rules;
  }

  private placeRow(
    {
      row,
      content,
      rules,
    }: { readonly row: RowToReplay; readonly content: BundleContent; readonly rules: PlacementRules },
    files: FilesByName,
  ): ReadRow {
    const bundle = headOf(row);
    return {
      row,
      prepared: { bundle, content, points: this.registry.place(bundle, content.points, rules), files, traceId: null },
    };
  }

  private async store(
    scope: QuarantineScope,
    rows: readonly ReadRow[],
    partitions: ReadonlyMap<Month, string>,
  ): Promise<StillWrong[]> {
    const { db } = this.ctx;
    const refused: RefusedPoints = new Map();
    const all = rows.flatMap(({ prepared }) => prepared.points);
    const stored = await storeOneByOne(db, all, { partitions, refused });
    const links = rows.flatMap(({ prepared }) =>
      linksOf({ ...prepared, points: prepared.points.filter((placed) => !refused.has(placed)) }),
    );
    if (links.length > 0) await insertAttachmentLinks(db, links);
    await addToBundles(
      scope,
      countBy(stored, ({ bundle }) => bundle.id),
    );
    await writeVariables(db, stored);
    await this.countMinutes(stored);
    return rows
      .filter(({ prepared }) => prepared.points.some((placed) => refused.has(placed)))
      .map(({ row }) => ({ id: row.id, reason: 'not_storable', detail: 'The database refused this point.' }));
  }

  private async countMinutes(stored: readonly PlacedPoint[]): Promise<void> {
    const { organizationId } = this.ctx;
    const minutes = [...countBy(stored, ({ bundle }) => bundle.studyId)].map(([studyId, pointsAdded]) => ({
      organizationId,
      studyId,
      bundlesProcessed: 0,
      bundlesFailed: 0,
      pointsAdded,
      pointsQuarantined: 0,
    }));
    if (minutes.length > 0) await addToMinutes(this.ctx.db, minutes);
  }

  private async requeue(scope: QuarantineScope, bundles: readonly RowToReplay[]): Promise<StillWrong[]> {
    const waiting = await requeueBundles(
      scope,
      bundles.filter(({ hasBody }) => hasBody).map(({ bundleId }) => bundleId),
    );
    if (waiting.size > 0) await announceBundles(this.ctx.db);
    return bundles
      .filter(({ bundleId }) => !waiting.has(bundleId))
      .map(({ id }) => ({ id, reason: 'body_missing', detail: 'The bytes of the upload were removed by retention.' }));
  }

  private async close(
    scope: QuarantineScope,
    tried: readonly RowToReplay[],
    { wrong }: { readonly wrong: readonly StillWrong[] },
  ): Promise<ReplayOutcome[]> {
    const isWrong = new Set(wrong.map(({ id }) => id));
    const done = tried.filter(({ id }) => !isWrong.has(id));
    await updateReasons(scope, wrong);
    await closeRows(
      scope,
      done.map(({ id }) => id),
      { state: 'replayed', by: closerOf(this.ctx) },
    );
    return [
      ...done.map(({ id, position }): ReplayOutcome => ({
        id,
        outcome: position < 0 ? 'waiting' : 'stored',
        reason: null,
        detail: null,
      })),
      ...wrong.map(({ id, reason, detail }): ReplayOutcome => ({ id, outcome: 'wrong', reason, detail })),
    ];
  }
}

function headOf({ organizationId, studyId, bundleId, receivedAt }: RowToReplay): BundleHead {
  return { organizationId, studyId, id: bundleId, receivedAt };
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
