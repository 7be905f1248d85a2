import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { MonthPartitions, type MonthlyTable } from '#lib/platform/db/month-partitions.ts';
import { recordSightings } from '#lib/sources/index.ts';
import {
  insertObservations,
  type ObservationPlace,
  type ObservationRow,
  selectStored,
} from '../data/observations.sql.ts';
import { insertPublications, type NewPublicSample } from '../data/publishers/outbox.sql.ts';
import type { QuantityRow } from '../data/quantities.sql.ts';
import { type NodeDay, recountSampleDays } from '../data/sample-days.sql.ts';
import type { Sample, SampleOutcome } from '../domain/sample.ts';

/** Where observations lie, by the month they were made in. */
export const observationMonths: MonthlyTable = { table: 'observations', column: 'observed_at' };

const partitions = new WeakMap<Database, MonthPartitions>();

/** Makes room for samples; call it before the transaction that stores them. */
export async function makeRoom(ctx: Context, samples: readonly Sample[]): Promise<void> {
  const keeper = partitions.get(ctx.db) ?? new MonthPartitions(ctx.db, ctx.log, observationMonths);
  partitions.set(ctx.db, keeper);
  await keeper.prepare(
    samples.map(({ observedAt }) => observedAt),
    ctx.now(),
  );
}

/** A sound sample of a node. */
export interface NodeSample {
  /** The node. */
  readonly sourceId: string;
  readonly sample: Sample;
}

interface Keyed extends ObservationRow {
  readonly key: string;
  /** Which of the samples it is of. */
  readonly index: number;
}

/**
 * Stores sound samples of any nodes of the organization, in the caller's transaction, and tells what became of each in the
 * same order. What is there already stays: the same value again changes nothing, another one is told. The sources' totals
 * follow, what is public waits for publishers from then on, and subscribers of brokers are to be told. A handful of
 * statements, however many nodes there are.
 */
export async function storeSamples(
  ctx: Context,
  samples: readonly NodeSample[],
  quantities: ReadonlyMap<string, QuantityRow>,
): Promise<SampleOutcome[]> {
  const rows = samples.flatMap((sample, index) => rowsOf(sample, index, quantities));
  const receivedAt = ctx.now();
  const inserted = await insertObservations(ctx, { rows: firstOfEach(rows), receivedAt });
  const places = new Set(inserted.map(placeOf));
  const taken = new Set<string>();
  const isStored = rows.map((row) => {
    const place = placeOf(row);
    const isFirst = places.has(place) && !taken.has(place);
    taken.add(place);
    return isFirst;
  });
  const stored = rows.filter((_, at) => isStored[at] === true);
  const others = rows.filter((_, at) => isStored[at] !== true);
  const there = new Map((await selectThere(ctx, others)).map((row) => [placeOf(row), row]));
  const news = newValues(stored);
  if (news.length > 0) await insertPublications(ctx, news);
  await tellSources(ctx, { samples, inserted, receivedAt });
  await recountLateDays(ctx, stored);
  const outcomes = samples.map(() => ({ stored: 0, repeated: 0, contradicted: [] as string[] }));
  for (const [at, row] of rows.entries()) {
    const outcome = outcomes[row.index];
    if (!outcome) continue;
    if (isStored[at] === true) outcome.stored += 1;
    else if (isOther(row, there.get(placeOf(row)))) outcome.contradicted.push(row.key);
    else outcome.repeated += 1;
  }
  return outcomes;
}

function rowsOf(
  { sourceId, sample: { values, observedAt, quality } }: NodeSample,
  index: number,
  quantities: ReadonlyMap<string, QuantityRow>,
): Keyed[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const quantity = quantities.get(key);
    return quantity ? [{ key, index, sourceId, quantityId: quantity.id, observedAt, value, quality }] : [];
  });
}

/** Days that may be counted already are counted anew; today never is. */
async function recountLateDays(ctx: Context, stored: readonly ObservationRow[]): Promise<void> {
  const today = ctx.now().toISOString().slice(0, 10);
  const late = new Map<string, NodeDay>();
  for (const { sourceId, observedAt } of stored) {
    const day = observedAt.toISOString().slice(0, 10);
    if (day < today) late.set(`${sourceId} ${day}`, { sourceId, day });
  }
  if (late.size > 0) await recountSampleDays(ctx, [...late.values()]);
}

/** What is new by node and instant; what its sender knows to be wrong is not told to others. */
function newValues(rows: readonly Keyed[]): NewPublicSample[] {
  const told = rows.filter(({ quality }) => quality !== 'E');
  const byInstant = Map.groupBy(told, ({ sourceId, observedAt }) => `${sourceId} ${String(observedAt.getTime())}`);
  return [...byInstant.values()].flatMap((ofInstant) => {
    const [first] = ofInstant;
    if (!first) return [];
    const values = Object.fromEntries(ofInstant.map(({ key, value }) => [key, value]));
    return [{ sourceId: first.sourceId, observedAt: first.observedAt, values }];
  });
}

/** One statement cannot store the same instant twice: the first of the request counts. */
function firstOfEach(rows: readonly Keyed[]): Keyed[] {
  const places = new Map<string, Keyed>();
  for (const row of rows) if (!places.has(placeOf(row))) places.set(placeOf(row), row);
  return [...places.values()];
}

function selectThere(ctx: Context, rows: readonly Keyed[]) {
  return rows.length === 0 ? Promise.resolve([]) : selectStored(ctx, firstOfEach(rows));
}

function placeOf({ sourceId, quantityId, observedAt }: ObservationPlace): string {
  return `${sourceId} ${String(quantityId)} ${String(observedAt.getTime())}`;
}

function isOther(row: Keyed, there: { readonly value: number; readonly quality: string } | undefined): boolean {
  return there !== undefined && (there.value !== row.value || there.quality !== row.quality);
}

interface Sightings {
  readonly samples: readonly NodeSample[];
  readonly inserted: readonly ObservationPlace[];
  readonly receivedAt: Date;
}

async function tellSources(ctx: Context, { samples, inserted, receivedAt }: Sightings): Promise<void> {
  const newPoints = new Map<string, number>();
  for (const { sourceId } of inserted) newPoints.set(sourceId, (newPoints.get(sourceId) ?? 0) + 1);
  const sightings = [...Map.groupBy(samples, ({ sourceId }) => sourceId)].map(([sourceId, ofNode]) => ({
    organizationId: ctx.organizationId,
    sourceId,
    newPoints: newPoints.get(sourceId) ?? 0,
    lastCreatedAtUs: ofNode.reduce((last, { sample }) => Math.max(last, sample.observedAt.getTime()), -Infinity) * 1000,
    lastRecordedAtUs: receivedAt.getTime() * 1000,
    userAgent: '',
    kind: 'sensor' as const,
    position: null,
  }));
  await recordSightings(ctx, sightings);
}
