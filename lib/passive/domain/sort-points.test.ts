import { describe, expect, it } from 'vitest';
import { mayHavePartition, partitionName } from '#lib/platform/db/month-partitions.ts';
import { newId } from '#lib/platform/ids.ts';
import { monthOf, startOfMonth } from '#lib/platform/time/month.ts';
import type { BundleHead, EnvelopeEntry, PairEntry, PlacedPoint, SourceEntry } from './placed-point.ts';
import { BundleReader } from './read-bundle.ts';
import { sortPoints } from './sort-points.ts';
import { sightingsOf, totalsByHour, totalsByPair } from './totals.ts';

const organizationId = newId<BundleHead['organizationId']>();
const studyId = newId<BundleHead['studyId']>();
const bundle = { organizationId, studyId, id: newId<BundleHead['id']>(), receivedAt: new Date('2025-10-09T10:00:00Z') };

function aPair(sourceId: string, typeId: number): PairEntry {
  const source: SourceEntry = {
    organizationId,
    studyId,
    identifier: 'p',
    firstGroupId: null,
    id: sourceId,
    pairs: new Map(),
  };
  const type = { organizationId, identifier: `type-${typeId}`, id: typeId };
  return { source, type, lastCreatedAtUs: undefined, rank: 0 };
}

const reader = new BundleReader();

function aPlaced(pair: PairEntry, at: string, members = '"a":1'): PlacedPoint {
  const text = `[{${members},"passive-data-metadata":{"source":"p","generator":"g: Mozilla/5.0 x","timestamp":${Date.parse(at) / 1000}}}]`;
  const [point] = reader.read(Buffer.from(text), { isEncrypted: false, details: null, isTruncated: false }).points;
  const envelope: EnvelopeEntry = { organizationId, draft: point!.envelope, id: 1 };
  return { point: point!, bundle, pair, envelope };
}

const first = aPair('00000000-0000-7000-8000-000000000001', 2);
const second = aPair('00000000-0000-7000-8000-000000000002', 1);
const late = aPlaced(first, '2025-10-02T00:00:00Z');
const early = aPlaced(first, '2025-09-30T23:59:59.999Z');
const other = aPlaced(second, '2025-10-01T00:00:00Z', '"latitude":1,"longitude":2');

describe('passive: the order of writing', () => {
  it('passive: goes by month, source, type and time, each point once', () => {
    const again = aPlaced(first, '2025-10-02T00:00:00Z');
    const months = sortPoints([other, again, late, early]);
    expect(months.map(({ month }) => partitionName({ table: 'data_points' }, month))).toEqual([
      'data_points_2025_09',
      'data_points_2025_10',
    ]);
    expect(months.map(({ points }) => points)).toEqual([[early], [again, other]]);
  });

  it('passive: months begin at midnight UTC, and only near ones have partitions', () => {
    const now = new Date('2026-11-22T00:00:00Z');
    expect(startOfMonth(monthOf(new Date('2025-12-31T23:59:59.999Z'))).toISOString()).toBe('2025-12-01T00:00:00.000Z');
    const may = (at: string) => mayHavePartition(monthOf(new Date(at)), now);
    expect(['2014-12-31', '2015-01-01', '2027-01-31', '2027-02-01'].map(may)).toEqual([false, true, true, false]);
  });
});

describe('passive: totals of a batch', () => {
  it('passive: count new points by type and hour, and repeats as a sign of life', () => {
    expect(totalsByPair([late, early, other]).map(({ pair, newPoints }) => [pair, newPoints])).toEqual([
      [first, 2],
      [second, 1],
    ]);
    expect(totalsByHour([late, early, other]).map(({ hour }) => hour * 3_600_000)).toEqual(
      ['2025-09-30T23:00:00Z', '2025-10-02T00:00:00Z', '2025-10-01T00:00:00Z'].map((at) => Date.parse(at)),
    );
    const sightings = sightingsOf([late, early, other], [late]);
    expect(sightings.map(({ newPoints, kind }) => [newPoints, kind])).toEqual([
      [1, 'browser'],
      [0, 'browser'],
    ]);
    expect(sightings[0]).toMatchObject({ lastCreatedAtUs: Date.parse('2025-10-02T00:00:00Z') * 1000, position: null });
    expect(sightings[1]?.position).toMatchObject({ lon: 2, lat: 1 });
  });
});
