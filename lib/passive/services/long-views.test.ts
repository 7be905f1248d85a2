import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writePoints, type TestPoint } from '#e2e/harness/stored-points.ts';
import { aPerson, aTenant, contextOf, type Tenant } from '#e2e/harness/tenant.ts';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { aggregateAgain, listSourceTypes, readTypeChart } from '../index.ts';

const startAt = new Date('2026-05-01T00:00:00Z');
const hourMs = 3_600_000;
const week = { from: startAt, to: new Date(startAt.getTime() + 7 * 24 * hourMs) };

let db: Database;
let tenant: Tenant;
const contextFor = () => contextOf(db, tenant, aPerson(['sources.read', 'passive.read']), { now: () => week.to });

beforeAll(async () => {
  db = await openTestDatabase();
  tenant = await aTenant(db);
});
afterAll(() => db.close());

async function aSource({ organizationId, studyId }: Tenant): Promise<string> {
  const id = randomUUID();
  await db.execute(sql`INSERT INTO sources (organization_id, id, study_id, identifier, name, kind)
    VALUES (${organizationId}, ${id}, ${studyId}, ${id}, 'A phone', 'phone')`);
  return id;
}

async function addPoints(type: string, points: readonly TestPoint[], sourceId: string): Promise<number> {
  const typeId = await writePoints(db, tenant, { type, points, sourceId });
  await aggregateAgain(contextFor(), { sourceId, type });
  return typeId;
}

describe('views of long times and of one day', () => {
  it('pdk-38 location: a busy hour of a long time keeps its shape, and none of the calm ones is lost', async () => {
    const place = await aSource(tenant);
    const calm = [0, 30, 90, 180].map((days) => ({ properties: {}, atMs: startAt.getTime() + days * 24 * hourMs }));
    const busyMs = startAt.getTime() + 300 * 24 * hourMs;
    await addPoints(
      'pdk-location',
      calm.map((point) => ({ ...point, position: [30, 1] })),
      place,
    );
    await db.execute(sql`INSERT INTO data_points (organization_id, source_id, type_id, created_at, content_hash,
        recorded_at, bundle_id, envelope_id, geom, properties)
      SELECT t.organization_id, t.source_id, t.type_id, ${new Date(busyMs)}::timestamptz + i * interval '1 second',
        md5(i::text)::uuid, ${startAt}, ${randomUUID()}::uuid, 1, ST_SetSRID(ST_MakePoint(32 + i * 0.0001, 0.3), 4326), '{}'
      FROM source_types t, generate_series(0, 3599) i
      WHERE t.organization_id = ${tenant.organizationId} AND t.source_id = ${place}`);
    await db.execute(sql`INSERT INTO source_hours SELECT organization_id, source_id, type_id,
      date_trunc('hour', created_at, 'UTC'), count(*) FROM data_points WHERE source_id = ${place} GROUP BY 1, 2, 3, 4
      ON CONFLICT DO NOTHING`);
    const [type] = await listSourceTypes(contextFor(), place);
    const window = { from: startAt, to: new Date(busyMs + 24 * hourMs) };
    const chart = await readTypeChart(contextFor(), { sourceId: place, typeId: type?.typeId ?? 0, window });
    if (chart.kind !== 'track') throw new Error('a track was expected');
    const times = chart.positions.map(([atMs]) => atMs);
    expect(times.slice(0, 4)).toEqual(calm.map(({ atMs }) => atMs));
    expect(times.length).toBeGreaterThan(900);
    expect(times.length).toBeLessThanOrEqual(2000);
    expect(times.at(-1)).toBe(busyMs + 3_599_000);
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  it('pdk-38 time of day: around midnight each sun has its own day, and no mean of two', async () => {
    const place = await aSource(tenant);
    // Sunrise of the day of Greenwich, every second hour: a day of Kampala has two points of the day before.
    const points = Array.from({ length: 36 }, (_, index) => {
      const day = startAt.getTime() + Math.floor(index / 12) * 24 * hourMs;
      const properties = { sunrise: day + 3.75 * hourMs, sunset: day + 15.75 * hourMs };
      return { atMs: startAt.getTime() + index * 2 * hourMs, properties };
    });
    const typeId = await addPoints('pdk-time-of-day', points, place);
    const chart = await readTypeChart(contextFor(), { sourceId: place, typeId, window: week });
    expect(chart.kind === 'sun' && chart.days).toEqual(
      ['2026-05-01', '2026-05-02', '2026-05-03'].map((day) => ({ day, sunriseHour: 6.75, sunsetHour: 18.75 })),
    );
  });

  it('pdk-38 foreground application: runs of the newest day, the same in front as one', async () => {
    const phone = await aSource(tenant);
    const at = (minute: number) => startAt.getTime() + 48 * hourMs + minute * 60_000;
    const seen = [
      [0, 'maps', true, 60_000],
      [1, 'maps', true, '1e999'],
      [2, 'maps', true, 30_000.5],
      [3, 'maps', false, 60_000],
      [4, 'diary', false, 1e300],
      [5, null, undefined, -5],
      [6, 'maps', true, 60_000],
    ] as const;
    const typeId = await addPoints(
      'pdk-foreground-application',
      [
        { atMs: at(-25 * 60), properties: { application: 'of the day before', duration: 1 } },
        ...seen.map(([minute, application, isActive, duration]) => ({
          atMs: at(minute),
          properties: { application, screen_active: isActive, duration },
        })),
      ],
      phone,
    );
    const data = await readTypeChart(contextFor(), { sourceId: phone, typeId, window: week });
    if (data.kind !== 'usage') throw new Error('usage was expected');
    expect(
      data.runs.map(({ atMs, name, isScreenActive, durationMs, points }) => [
        atMs,
        name,
        isScreenActive,
        durationMs,
        points,
      ]),
    ).toEqual([
      [at(6), 'maps', true, 60_000, 1],
      [at(5), '', null, 0, 1],
      [at(4), 'diary', false, 1e12, 1],
      [at(3), 'maps', false, 60_000, 1],
      [at(0), 'maps', true, 90_000.5, 3],
    ]);
    const before = { from: startAt, to: new Date(at(-24 * 60)) };
    const earlier = await readTypeChart(contextFor(), { sourceId: phone, typeId, window: before });
    expect(earlier.kind === 'usage' && earlier.runs.map(({ name }) => name)).toEqual(['of the day before']);
  });
});
