import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { MonthPartitions } from '#lib/platform/db/month-partitions.ts';
import { recordSightings } from '#lib/sources/index.ts';
import { insertObservations, type ObservationRow, selectStored } from '../data/observations.sql.ts';
import { insertPublications, type NewPublicSample } from '../data/publishers/outbox.sql.ts';
import type { QuantityRow } from '../data/quantities.sql.ts';
import { recountSampleDays } from '../data/sample-days.sql.ts';
import type { Sample, SampleOutcome } from '../domain/sample.ts';

const partitions = new WeakMap<Database, MonthPartitions>();

/** Makes room for samples; call it before the transaction that stores them. */
export async function makeRoom(ctx: Context, samples: readonly Sample[]): Promise<void> {
  const keeper =
    partitions.get(ctx.db) ?? new MonthPartitions(ctx.db, { table: 'observations', column: 'observed_at' });
  partitions.set(ctx.db, keeper);
  await keeper.prepare(
    samples.map(({ observedAt }) => observedAt),
    ctx.now(),
  );
}

export interface NodeSamples {
  /** The node. */
  readonly sourceId: string;
  readonly samples: readonly Sample[];
  readonly quantities: ReadonlyMap<string, QuantityRow>;
}

interface Keyed extends ObservationRow {
  readonly key: string;
  readonly sample: number;
}

/**
 * Stores sound samples of one node, in the caller's transaction, and tells what became of each in the same order. What is
 * there already stays: the same value again changes nothing, another one is told. The source's totals follow, what is
 * public waits for publishers from then on, and subscribers of brokers are to be told.
 */
export async function storeSamples(
  ctx: Context,
  { sourceId, samples, quantities }: NodeSamples,
): Promise<SampleOutcome[]> {
  const rows = samples.flatMap((sample, index) => rowsOf(sample, index, quantities));
  const receivedAt = ctx.now();
  const inserted = new Set(
    (await insertObservations(ctx, sourceId, { rows: firstOfEach(rows), receivedAt })).map(placeOf),
  );
  const taken = new Set<string>();
  const isStored = rows.map((row) => {
    const place = placeOf(row);
    const isFirst = inserted.has(place) && !taken.has(place);
    taken.add(place);
    return isFirst;
  });
  const others = rows.filter((_, index) => isStored[index] !== true);
  const there = new Map((await selectThere(ctx, sourceId, others)).map((row) => [placeOf(row), row]));
  const news = newValues(rows.filter((_, index) => isStored[index] === true));
  if (news.length > 0) await insertPublications(ctx, sourceId, news);
  await tellSource(ctx, { sourceId, newPoints: inserted.size, lastMs: lastOf(samples), receivedAt });
  await recountLateDays(
    ctx,
    sourceId,
    rows.filter((_, index) => isStored[index] === true),
  );
  return samples.map((_, index) => {
    const mine = rows.map((row, at) => ({ row, at })).filter(({ row }) => row.sample === index);
    const again = mine.filter(({ at }) => isStored[at] !== true).map(({ row }) => row);
    const contradicted = again.filter((row) => isOther(row, there.get(placeOf(row)))).map(({ key }) => key);
    return { stored: mine.length - again.length, repeated: again.length - contradicted.length, contradicted };
  });
}

function rowsOf(sample: Sample, index: number, quantities: ReadonlyMap<string, QuantityRow>): Keyed[] {
  return Object.entries(sample.values).flatMap(([key, value]) => {
    const quantity = quantities.get(key);
    return quantity
      ? [{ key, sample: index, quantityId: quantity.id, observedAt: sample.observedAt, value, quality: sample.quality }]
      : [];
  });
}

/** Days that may be counted already are counted anew; today never is. */
async function recountLateDays(ctx: Context, sourceId: string, stored: readonly ObservationRow[]): Promise<void> {
  const today = ctx.now().toISOString().slice(0, 10);
  const days = new Set(stored.map(({ observedAt }) => observedAt.toISOString().slice(0, 10)));
  const late = [...days].filter((day) => day < today);
  if (late.length > 0) await recountSampleDays(ctx, sourceId, late);
}

/** What is new by instant; what its sender knows to be wrong is not told to others. */
function newValues(rows: readonly Keyed[]): NewPublicSample[] {
  const byInstant = Map.groupBy(
    rows.filter(({ quality }) => quality !== 'E'),
    ({ observedAt }) => observedAt.getTime(),
  );
  return [...byInstant].map(([at, ofInstant]) => ({
    observedAt: new Date(at),
    values: Object.fromEntries(ofInstant.map(({ key, value }) => [key, value])),
  }));
}

/** One statement cannot store the same instant twice: the first of the request counts. */
function firstOfEach(rows: readonly Keyed[]): Keyed[] {
  const places = new Map<string, Keyed>();
  for (const row of rows) if (!places.has(placeOf(row))) places.set(placeOf(row), row);
  return [...places.values()];
}

function selectThere(ctx: Context, sourceId: string, rows: readonly Keyed[]) {
  return rows.length === 0 ? Promise.resolve([]) : selectStored(ctx, sourceId, firstOfEach(rows));
}

function placeOf({ quantityId, observedAt }: { readonly quantityId: number; readonly observedAt: Date }): string {
  return `${String(quantityId)} ${String(observedAt.getTime())}`;
}

function isOther(row: Keyed, there: { readonly value: number; readonly quality: string } | undefined): boolean {
  return there !== undefined && (there.value !== row.value || there.quality !== row.quality);
}

function lastOf(samples: readonly Sample[]): number {
  return Math.max(...samples.map(({ observedAt }) => observedAt.getTime()));
}

interface Sighting {
  readonly sourceId: string;
  readonly newPoints: number;
  readonly lastMs: number;
  readonly receivedAt: Date;
}

async function tellSource(ctx: Context, { sourceId, newPoints, lastMs, receivedAt }: Sighting): Promise<void> {
  await recordSightings(ctx, [
    {
      organizationId: ctx.organizationId,
      sourceId,
      newPoints,
      lastCreatedAtUs: lastMs * 1000,
      lastRecordedAtUs: receivedAt.getTime() * 1000,
      userAgent: '',
      kind: 'sensor',
      position: null,
    },
  ]);
}
