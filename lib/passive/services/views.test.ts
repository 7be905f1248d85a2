import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePoints, type TestPoint } from '#e2e/harness/stored-points.ts';
import { aPerson, aTenant, contextOf, type Tenant } from '#e2e/harness/tenant.ts';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import {
  aggregateAgain,
  listAttachments,
  listPoints,
  listSourceRates,
  listSourceTypes,
  openAttachment,
  readDensity,
  readKindHours,
  readTypeChart,
} from '../index.ts';

const reader: Verb[] = ['sources.read', 'passive.read'];
const startAt = new Date('2026-05-01T00:00:00Z');
const hourMs = 3_600_000;
const week = { from: startAt, to: new Date(startAt.getTime() + 7 * 24 * hourMs) };

let db: Database;
let tenant: Tenant;
let source: string;
const contextFor = (verbs: readonly Verb[] = reader, place: Tenant = tenant) =>
  contextOf(db, place, aPerson(verbs), { now: () => week.to });

beforeAll(async () => {
  db = await openTestDatabase();
  tenant = await aTenant(db);
  source = await aSource(tenant);
});
afterAll(() => db.close());

async function aSource({ organizationId, studyId }: Tenant): Promise<string> {
  const id = randomUUID();
  await db.execute(sql`INSERT INTO sources (organization_id, id, study_id, identifier, name, kind)
    VALUES (${organizationId}, ${id}, ${studyId}, ${id}, 'A phone', 'phone')`);
  return id;
}

/** Writes points, the counters that processing keeps with them, and what charts draw. */
async function addPoints(type: string, points: readonly TestPoint[], sourceId = source): Promise<number> {
  const typeId = await writePoints(db, tenant, { type, points, sourceId });
  await aggregateAgain(contextFor(), { sourceId, type });
  return typeId;
}

const every = (count: number, stepMs: number, make: (index: number) => Omit<TestPoint, 'atMs'>): TestPoint[] =>
  Array.from({ length: count }, (_, index) => ({ atMs: startAt.getTime() + index * stepMs, ...make(index) }));

describe('charts', () => {
  it('pdk-23 battery: a level line of means, deaf to what is no number', async () => {
    const levels = [80, 60, '40', 'low', '1e999', null];
    const points = levels.map((level, index) => ({ atMs: startAt.getTime() + index * 1000, properties: { level } }));
    const typeId = await addPoints('pdk-device-battery', points);
    const chart = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    expect(chart).toMatchObject({ kind: 'lines', paths: ['level'], isSampled: false });
    expect(chart.kind === 'lines' && chart.rows).toEqual([
      { atMs: startAt.getTime(), values: [70], lows: [60], highs: [80], deviations: [10] },
    ]);
  });

  it('pdk-23 system status of a device that knows no storage: how often it came, in place of empty lines', async () => {
    const typeId = await addPoints(
      'pdk-system-status',
      every(3, hourMs, () => ({ properties: { runtime: 5 } })),
    );
    const chart = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    expect(chart).toMatchObject({ kind: 'counts', names: [null] });
    expect(chart.kind === 'counts' && chart.rows.map(({ counts }) => counts)).toEqual([[1], [1], [1]]);
  });

  it('pdk-23 location: the track in order, [lon, lat]', async () => {
    const typeId = await addPoints(
      'pdk-location',
      every(5, 60_000, (index) => ({ properties: {}, position: [32.5 + index / 100, 0.3] })),
    );
    const chart = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    expect(chart.kind === 'track' && chart.positions.map(([, lon, lat]) => [lon, lat])).toEqual([
      [32.5, 0.3],
      [32.51, 0.3],
      [32.52, 0.3],
      [32.53, 0.3],
      [32.54, 0.3],
    ]);
  });

  it('pdk-23 location: a long track keeps its first and goes on in even steps, never above the limit', async () => {
    const place = await aSource(tenant);
    await db.execute(sql`INSERT INTO source_types (organization_id, source_id, type_id, study_id, point_count,
        first_created_at, last_created_at, first_recorded_at, last_recorded_at)
      SELECT organization_id, ${place}, type_id, study_id, 3000, ${week.from}, ${week.to}, ${week.from}, ${week.to}
      FROM source_types t JOIN data_types d USING (organization_id)
      WHERE t.type_id = d.id AND d.identifier = 'pdk-location' AND t.source_id = ${source}`);
    await db.execute(sql`INSERT INTO data_points (organization_id, source_id, type_id, created_at, content_hash,
        recorded_at, bundle_id, envelope_id, geom, properties)
      SELECT d.organization_id, ${place}, d.id, ${startAt}::timestamptz + i * interval '3 minutes',
        md5(i::text)::uuid, ${startAt}, ${randomUUID()}::uuid, 1, ST_SetSRID(ST_MakePoint(32, 0.3), 4326), '{}'
      FROM data_types d, generate_series(0, 2999) i
      WHERE d.organization_id = ${tenant.organizationId} AND d.identifier = 'pdk-location'`);
    await db.execute(sql`INSERT INTO source_hours SELECT organization_id, source_id, type_id,
      date_trunc('hour', created_at, 'UTC'), count(*) FROM data_points WHERE source_id = ${place} GROUP BY 1, 2, 3, 4`);
    const [type] = await listSourceTypes(contextFor(), place);
    const chart = await readTypeChart(contextFor(), { sourceId: place, typeId: type?.typeId ?? 0, window: week });
    if (chart.kind !== 'track') throw new Error('a track was expected');
    expect(chart).toMatchObject({ isSampled: true, total: 3000 });
    expect(chart.positions[0]?.[0]).toBe(startAt.getTime());
    expect(chart.positions.length).toBeGreaterThan(500);
    expect(chart.positions.length).toBeLessThanOrEqual(2000);
  });

  it('pdk-23 app events: counts by name, the rarest together', async () => {
    const typeId = await addPoints(
      'pdk-app-event',
      every(45, 1000, (index) => ({ properties: {}, secondaryId: `event-${String(index % 9)}` })),
    );
    const chart = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    if (chart.kind !== 'counts') throw new Error('counts were expected');
    expect(chart.names).toHaveLength(8);
    expect(chart.names.at(-1)).toBeNull();
    expect(chart.rows.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count, 0)).toBe(45);
  });

  it('pdk-23 screen state: hours of each day in the zone of the device', async () => {
    const typeId = await addPoints('pdk-screen-state', [
      { atMs: Date.parse('2026-04-30T20:00:00Z'), properties: {}, secondaryId: 'off' },
      { atMs: Date.parse('2026-05-01T06:00:00Z'), properties: {}, secondaryId: 'on' },
      { atMs: Date.parse('2026-05-01T07:30:00Z'), properties: {}, secondaryId: 'off' },
      { atMs: Date.parse('2026-05-01T22:00:00Z'), properties: {}, secondaryId: 'on' },
    ]);
    const chart = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    if (chart.kind !== 'states') throw new Error('states were expected');
    expect(chart).toMatchObject({ timezone: 'Africa/Kampala', states: ['off', 'on'] });
    expect(chart.days).toEqual([
      { day: '2026-05-01', durationsMs: { off: 6 * hourMs + 13.5 * hourMs, on: 1.5 * hourMs } },
      { day: '2026-05-02', durationsMs: { off: hourMs } },
    ]);
  });

  it('pdk-38 user: hours of each mode, which is no secondary id', async () => {
    const typeId = await addPoints('pdk-user', [
      { atMs: startAt.getTime(), properties: { mode: 'foreground' } },
      { atMs: startAt.getTime() + hourMs, properties: { mode: 'background' } },
    ]);
    const data = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    expect(data).toMatchObject({ kind: 'states', states: ['background', 'foreground'] });
    expect(data.kind === 'states' && data.days[0]?.durationsMs).toEqual({ foreground: hourMs });
  });

  it('pdk-38 accelerometer: the mean of each axis between its lowest and highest, and the deviation', async () => {
    const readings = (x: number) => ({ sensor_data: { x: [x, x + 2], y: [0, 0], z: [9.8, 9.8], observed: [1, 2] } });
    const typeId = await addPoints(
      'pdk-sensor-accelerometer',
      every(4, 2 * hourMs, (index) => ({ properties: readings(index) })),
    );
    const data = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    if (data.kind !== 'lines') throw new Error('lines were expected');
    expect(data).toMatchObject({
      isSampled: false,
      isBand: true,
      paths: ['x', 'y', 'z'].map((a) => `sensor_data.${a}[]`),
    });
    expect(
      data.rows.map(({ values, lows, highs, deviations }) => [values[0], lows[0], highs[0], deviations[0]]),
    ).toEqual([
      [1, 0, 2, 1],
      [2, 1, 3, 1],
      [3, 2, 4, 1],
      [4, 3, 5, 1],
    ]);
    const { items } = await listPoints(contextFor(), { sourceId: source, typeId, window: null, limit: 10 });
    expect(items[0]?.cells).toMatchObject({ 'x-mean': 4, 'x-sd': 1, 'z-mean': 9.8 });
  });

  it('pdk-38 light: the band of each five minutes', async () => {
    const typeId = await addPoints(
      'pdk-sensor-light',
      every(4, 150_000, (index) => ({ properties: { sensor_data: { light_level: [index, 10 * index] } } })),
    );
    const window = { from: startAt, to: new Date(startAt.getTime() + hourMs) };
    const data = await readTypeChart(contextFor(), { sourceId: source, typeId, window });
    if (data.kind !== 'lines') throw new Error('lines were expected');
    expect(data.rows.map(({ atMs, lows, highs }) => [atMs - startAt.getTime(), lows[0], highs[0]])).toEqual([
      [0, 0, 10],
      [300_000, 2, 30],
    ]);
  });

  it('pdk-38 pedometer: the sums of each day where the device is', async () => {
    // Kampala is three hours ahead: the second half is the day after.
    const typeId = await addPoints(
      'pdk-pedometer',
      every(6, hourMs, () => ({ properties: { 'step-count': 100, 'floors-ascended': 2 } })).map((point) => ({
        ...point,
        atMs: point.atMs + 18 * hourMs,
      })),
    );
    const data = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    expect(data).toMatchObject({ kind: 'days', timezone: 'Africa/Kampala', isSampled: false });
    expect(data.kind === 'days' && data.days).toEqual([
      { day: '2026-05-01', values: [300, 6, null] },
      { day: '2026-05-02', values: [300, 6, null] },
    ]);
  });

  it('pdk-38 time of day: from sunrise to sunset of each day, in hours where the device is', async () => {
    const day = (index: number) => Date.parse('2026-05-01T00:00:00Z') + index * 24 * hourMs;
    const typeId = await addPoints(
      'pdk-time-of-day',
      every(3, 24 * hourMs, (index) => ({
        properties: { sunrise: day(index) + 3.75 * hourMs, sunset: day(index) + 15.75 * hourMs, observed: day(index) },
      })),
    );
    const data = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    expect(data).toMatchObject({ kind: 'sun', timezone: 'Africa/Kampala' });
    expect(data.kind === 'sun' && data.days).toEqual(
      ['2026-05-01', '2026-05-02', '2026-05-03'].map((name) => ({ day: name, sunriseHour: 6.75, sunsetHour: 18.75 })),
    );
  });

  it('pdk-38 Withings: each stream by itself', async () => {
    const streams = [
      { datastream: 'intraday-activity', steps: 40, calories: 2 },
      { datastream: 'intraday-activity', steps: 60, calories: 3 },
      { datastream: 'activity-measures', steps: 9000, distance: 6000 },
      { datastream: 'body', measure_type: 'weight', measure_value: 71.5 },
      { datastream: 'body', measure_type: 'fat-ratio', measure_value: 18 },
      { datastream: 'sleep-measures', state: 'deep', start_date: 1000, end_date: 4600 },
      { datastream: 'sleep-measures', state: 'light', start_date: 4600, end_date: 8200 },
    ];
    const typeId = await addPoints(
      'pdk-withings-device',
      every(streams.length, 60_000, (index) => ({
        properties: streams[index] ?? {},
        secondaryId: streams[index]?.datastream ?? '',
      })),
    );
    const data = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    if (data.kind !== 'streams') throw new Error('streams were expected');
    const chartOf = (name: string) => data.streams.find((stream) => stream.name === name)?.chart;
    expect(data.streams.map(({ name }) => name)).toEqual([
      'intraday-activity',
      'activity-measures',
      'body',
      'sleep-measures',
    ]);
    expect(chartOf('intraday-activity')).toMatchObject({ paths: ['steps', 'calories'], days: [{ values: [100, 5] }] });
    expect(chartOf('activity-measures')).toMatchObject({
      paths: ['steps', 'distance'],
      days: [{ values: [9000, 6000] }],
    });
    expect(chartOf('body')).toMatchObject({ paths: ['fat-ratio', 'weight'], rows: [{ values: [18, 71.5] }] });
    expect(chartOf('sleep-measures')).toMatchObject({
      states: ['deep', 'light'],
      days: [{ day: '2026-05-01', durationsMs: { deep: hourMs, light: hourMs } }],
    });
  });

  it('pdk-23 foreground application: density and the time spent in each', async () => {
    const typeId = await addPoints(
      'pdk-foreground-application',
      every(10, 60_000, (index) => ({
        properties: { duration: 1000 * (index + 1) },
        secondaryId: index < 8 ? 'org.a' : 'org.b',
      })),
    );
    const chart = await readTypeChart(contextFor(), { sourceId: source, typeId, window: week });
    expect(chart).toMatchObject({
      kind: 'usage',
      buckets: [[startAt.getTime(), 10]],
      names: [
        { name: 'org.a', count: 8, durationMs: 36_000 },
        { name: 'org.b', count: 2, durationMs: 19_000 },
      ],
    });
  });

  it('pdk-38 the timeline counts by device time and by receipt, by ten minutes in two days', async () => {
    const phone = await aSource(tenant);
    const typeId = await addPoints(
      'custom-type',
      every(6, 20 * 60_000, () => ({ properties: {} })),
      phone,
    );
    const window = { from: startAt, to: new Date(startAt.getTime() + 2 * 24 * hourMs) };
    const density = await readDensity(contextFor(), { sourceId: phone, window });
    const at = startAt.getTime();
    const made = [0, 20, 40, 60, 80, 100].map((minute) => [at + minute * 60_000, 1]);
    expect(density).toMatchObject({ bucketMs: 600_000, types: [{ typeId, buckets: made }] });
    expect(density.received).toEqual(made.map(([atMs = 0, count]) => [atMs + hourMs, count]));
    const whole = await readDensity(contextFor(), { sourceId: phone, window: week });
    expect(whole.types).toEqual([
      {
        typeId,
        buckets: [
          [at, 3],
          [at + hourMs, 3],
        ],
      },
    ]);
    const year = { from: new Date('2026-01-01'), to: new Date('2027-01-01') };
    const byDay = await readDensity(contextFor(), { sourceId: phone, window: year });
    expect(byDay.received.map(([, count]) => count)).toEqual([6]);
  });

  it('pdk-23 sparklines end with the running hour', async () => {
    const phone = await aSource(tenant);
    await addPoints('custom-type', [{ atMs: week.to.getTime() + 1000, properties: {} }], phone);
    const silent = randomUUID();
    const rates = await listSourceRates(contextFor(), [phone, silent]);
    expect(rates.get(phone)).toHaveLength(48);
    expect(rates.get(phone)?.at(-1)).toBe(1);
    expect(rates.get(silent)?.every((count) => count === 0)).toBe(true);
    const window = { from: new Date(week.to.getTime() - hourMs), to: new Date(week.to.getTime() + hourMs) };
    const kinds = await readKindHours(contextFor(), { studyIds: null, ...window });
    expect(kinds).toEqual([{ kind: 'phone', atMs: week.to.getTime(), count: 1 }]);
    expect(await readKindHours(contextFor([]), { studyIds: null, ...window })).toEqual([]);
  });
});

describe('tables', () => {
  it('pdk-23 pages through points of one microsecond newest first, each once', async () => {
    const phone = await aSource(tenant);
    const typeId = await addPoints(
      'pdk-device-battery',
      every(30, 0, (index) => ({ properties: { level: index } })),
      phone,
    );
    const levels: unknown[] = [];
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const page = await listPoints(contextFor(), { sourceId: phone, typeId, window: null, limit: 7, cursor });
      levels.push(...page.items.map(({ cells }) => cells['level']));
      cursor = page.next;
    }
    expect(levels).toHaveLength(30);
    expect(new Set(levels).size).toBe(30);
  });

  it('pdk-48 nobody reads points without the permission, or of another organization', async () => {
    const typeId = (await listSourceTypes(contextFor(), source))[0]?.typeId ?? 0;
    const ask = { sourceId: source, typeId, window: week };
    const other = contextFor(reader, await aTenant(db));
    await expect(readTypeChart(other, ask)).rejects.toMatchObject({ code: 'not_found' });
    await expect(listPoints(other, { ...ask, limit: 5 })).rejects.toMatchObject({ code: 'not_found' });
    await expect(readDensity(other, ask)).rejects.toMatchObject({ code: 'not_found' });
    const looker = contextFor(['sources.read']);
    await expect(readTypeChart(looker, ask)).rejects.toMatchObject({ code: 'permission_missing' });
    await expect(listSourceTypes(looker, source)).rejects.toMatchObject({ code: 'permission_missing' });
    await expect(listAttachments(looker, { sourceId: source, limit: 5 })).rejects.toMatchObject({
      code: 'permission_missing',
    });
    const absent = readTypeChart(contextFor(), { ...ask, typeId: -1 });
    await expect(absent).rejects.toMatchObject({ code: 'not_found' });
  });

  it('pdk-11 lists the files that points name and opens them for those who may', async () => {
    const { organizationId, studyId } = tenant;
    const [bundleId, fileId] = [randomUUID(), randomUUID()];
    await db.execute(sql`INSERT INTO bundles (organization_id, id, study_id, received_at, door, size_bytes, content_sha256)
      VALUES (${organizationId}, ${bundleId}, ${studyId}, ${startAt}, 'multipart', 4, ${Buffer.from(bundleId)})`);
    await db.execute(sql`INSERT INTO bundle_files (organization_id, id, bundle_id, identifier, file_name, content_type,
        size_bytes, sha256, blob_key)
      VALUES (${organizationId}, ${fileId}, ${bundleId}, 'g', 'plot.jpg', 'image/jpeg', 4, ${Buffer.from('x')}, 'k')`);
    const phone = await aSource(tenant);
    const typeId = await addPoints('plot-photo', [{ atMs: startAt.getTime(), properties: {} }], phone);
    await db.execute(sql`INSERT INTO attachment_links (organization_id, file_id, source_id, type_id, created_at, content_hash)
      SELECT organization_id, ${fileId}::uuid, source_id, type_id, created_at, content_hash FROM data_points
      WHERE organization_id = ${organizationId} AND source_id = ${phone} AND type_id = ${typeId}`);
    const page = await listAttachments(contextFor(), { sourceId: phone, limit: 5 });
    expect(page.items).toMatchObject([{ fileId, fileName: 'plot.jpg', type: 'plot-photo', sizeBytes: 4 }]);
    const blobs = { ...contextFor().blobs, open: () => Promise.resolve(Readable.from(['body'])) };
    const ctx = { ...contextFor(), blobs };
    const file = await openAttachment(ctx, fileId);
    expect(await file.content.toArray()).toEqual(['body']);
    const looker = openAttachment({ ...contextFor(['sources.read']), blobs }, fileId);
    await expect(looker).rejects.toMatchObject({ code: 'not_found' });
    const stranger = openAttachment({ ...contextFor(reader, await aTenant(db)), blobs }, fileId);
    await expect(stranger).rejects.toMatchObject({ code: 'not_found' });
  });
});
