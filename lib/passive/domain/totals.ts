import type { SourceSighting } from '#lib/sources/domain/source-sighting.ts';
import { Aggregate } from './aggregates/aggregate.ts';
import { addPoint } from './aggregates/add-point.ts';
import { hourOf } from './hour.ts';
import { idOf, type PairEntry, type PlacedPoint, type SourceEntry } from './placed-point.ts';
import { comparePairs, compareSources } from './sort-points.ts';
import { kindOfUserAgent } from './user-agent.ts';
import { type TypeChart, viewOfType } from './views/type-views.ts';

const hourMs = 3_600_000;

/** What a batch adds to one type of one source. Times in microseconds since 1970. */
export interface PairTotals {
  readonly pair: PairEntry;
  newPoints: number;
  firstCreatedAtUs: number;
  lastCreatedAtUs: number;
  firstRecordedAtUs: number;
  lastRecordedAtUs: number;
}

/** Totals of new points per source and type, in the order of the primary key. */
export function totalsByPair(points: readonly PlacedPoint[]): PairTotals[] {
  const totals = new Map<PairEntry, PairTotals>();
  for (const { pair, point, bundle } of points) {
    const recordedAtUs = bundle.receivedAt.getTime() * 1000;
    const total = totals.get(pair);
    if (!total) totals.set(pair, firstTotals(pair, point.createdAtUs, recordedAtUs));
    else {
      total.newPoints += 1;
      total.firstCreatedAtUs = Math.min(total.firstCreatedAtUs, point.createdAtUs);
      total.lastCreatedAtUs = Math.max(total.lastCreatedAtUs, point.createdAtUs);
      total.firstRecordedAtUs = Math.min(total.firstRecordedAtUs, recordedAtUs);
      total.lastRecordedAtUs = Math.max(total.lastRecordedAtUs, recordedAtUs);
    }
  }
  return [...totals.values()].sort((a, b) => comparePairs(a.pair, b.pair));
}

function firstTotals(pair: PairEntry, createdAtUs: number, recordedAtUs: number): PairTotals {
  return {
    pair,
    newPoints: 1,
    firstCreatedAtUs: createdAtUs,
    lastCreatedAtUs: createdAtUs,
    firstRecordedAtUs: recordedAtUs,
    lastRecordedAtUs: recordedAtUs,
  };
}

/** New points of a pair in one hour of device time (hours since 1970). */
export interface HourTotals {
  readonly pair: PairEntry;
  readonly hour: number;
  newPoints: number;
  /** What charts draw of them. */
  readonly aggregate: Aggregate;
}

interface HoursOfPair {
  readonly chart: TypeChart;
  readonly hours: Map<number, HourTotals>;
}

/** New points per source, type and hour, in the order of the primary key. */
export function totalsByHour(points: readonly Pick<PlacedPoint, 'pair' | 'point'>[]): HourTotals[] {
  const pairs = new Map<PairEntry, HoursOfPair>();
  for (const placed of points) {
    const { pair, point } = placed;
    const hour = hourOf(point.createdAtUs);
    let ofPair = pairs.get(pair);
    if (!ofPair)
      pairs.set(
        pair,
        (ofPair = { chart: pair.type.chart ?? viewOfType(pair.type.identifier).chart, hours: new Map() }),
      );
    let total = ofPair.hours.get(hour);
    if (!total) ofPair.hours.set(hour, (total = { pair, hour, newPoints: 0, aggregate: new Aggregate() }));
    total.newPoints += 1;
    addPoint(total.aggregate, point, { chart: ofPair.chart, offsetMs: point.createdAtUs / 1000 - hour * hourMs });
  }
  return [...pairs.values()]
    .flatMap(({ hours }) => [...hours.values()])
    .sort((a, b) => comparePairs(a.pair, b.pair) || a.hour - b.hour);
}

/** New points of a source received in ten minutes by the server's clock. */
export interface ReceivedTotals {
  readonly source: SourceEntry;
  /** Unix milliseconds of the beginning. */
  readonly atMs: number;
  newPoints: number;
}

/** Width of the buckets of receipt, ms: that of the chart of the data's frequency (Passive Data Kit, section 4). */
export const receivedBucketMs = 600_000;

/** New points per source and ten minutes of receipt, in the order of the primary key. */
export function totalsByReceipt(points: readonly PlacedPoint[]): ReceivedTotals[] {
  const totals = new Map<SourceEntry, Map<number, ReceivedTotals>>();
  for (const { pair, bundle } of points) {
    const atMs = Math.floor(bundle.receivedAt.getTime() / receivedBucketMs) * receivedBucketMs;
    let ofSource = totals.get(pair.source);
    if (!ofSource) totals.set(pair.source, (ofSource = new Map<number, ReceivedTotals>()));
    const total = ofSource.get(atMs);
    if (total) total.newPoints += 1;
    else ofSource.set(atMs, { source: pair.source, atMs, newPoints: 1 });
  }
  return [...totals.values()]
    .flatMap((ofSource) => [...ofSource.values()])
    .sort((a, b) => compareSources(a.source, b.source) || a.atMs - b.atMs);
}

interface Sighting {
  newPoints: number;
  latest: PlacedPoint;
  lastRecordedAtUs: number;
  position: SourceSighting['position'];
}

/** What a batch tells of its sources: repeats count as a sign of life, but not as points. In the order of the ids. */
export function sightingsOf(all: readonly PlacedPoint[], stored: readonly PlacedPoint[]): SourceSighting[] {
  const sightings = new Map<SourceEntry, Sighting>();
  for (const placed of all) see(sightings, placed);
  for (const { pair } of stored) {
    const sighting = sightings.get(pair.source);
    if (sighting) sighting.newPoints += 1;
  }
  return [...sightings]
    .sort(([a], [b]) => compareSources(a, b))
    .map(([source, { newPoints, latest, lastRecordedAtUs, position }]) => ({
      organizationId: source.organizationId,
      sourceId: idOf(source),
      newPoints,
      lastCreatedAtUs: latest.point.createdAtUs,
      lastRecordedAtUs,
      userAgent: latest.envelope.draft.userAgent,
      kind: kindOfUserAgent(latest.envelope.draft.userAgent),
      position,
    }));
}

function see(sightings: Map<SourceEntry, Sighting>, placed: PlacedPoint): void {
  const { point, pair, bundle } = placed;
  const recordedAtUs = bundle.receivedAt.getTime() * 1000;
  let sighting = sightings.get(pair.source);
  if (!sighting) {
    sighting = { newPoints: 0, latest: placed, lastRecordedAtUs: recordedAtUs, position: null };
    sightings.set(pair.source, sighting);
  }
  if (point.createdAtUs > sighting.latest.point.createdAtUs) sighting.latest = placed;
  sighting.lastRecordedAtUs = Math.max(sighting.lastRecordedAtUs, recordedAtUs);
  if (!Number.isNaN(point.lon) && point.createdAtUs >= (sighting.position?.atUs ?? -1)) {
    sighting.position = { lon: point.lon, lat: point.lat, atUs: point.createdAtUs };
  }
}
