import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateStudy } from '#lib/accounts/index.ts';
import { listExportableTypes } from '#lib/exports/index.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { readTable } from '../harness/archive.ts';
import { manifestOf, openExportTest, type ExportTest } from '../harness/exports.ts';
import { contextOfTenant, type PointOptions } from '../harness/passive.ts';
import type { Tenant } from '../harness/tenant.ts';
import type { ExpectedRow, ReportCase } from '../harness/report-case.ts';
import { reportCases } from './exports-report-cases.ts';
import { withingsCases } from './exports-sensor-cases.ts';

let test: ExportTest;
let tenant: Tenant;

/** When the points of a case were made and received: once in summer, and once in June, coming late. */
const timely = { madeS: Date.parse('2026-08-03T12:00:00Z') / 1000, receivedAt: new Date('2026-08-03T15:30:00Z') };
const late = { madeS: Date.parse('2026-06-01T12:00:00Z') / 1000, receivedAt: new Date('2026-08-05T15:30:00Z') };
const zone = 'Africa/Kampala';

beforeAll(async () => {
  test = await openExportTest();
  tenant = await test.aTenant();
  for (const { madeS, receivedAt } of [timely, late]) {
    await test.send(tenant, pointsFrom(madeS), receivedAt);
  }
}, 120_000);
afterAll(() => test.close());

/** Points of a case a minute apart; of a source that slugs like another, which has sent something else. */
function pointsFrom(madeS: number): PointOptions[] {
  const of = (type: string, points: ReportCase['points']) =>
    points.map((point, index) => ({ source: 'P-1', type, timestamp: madeS + index * 60, ...point }));
  return [
    { source: 'Q', type: 'pdk-docker-test', timestamp: madeS, members: { x: 1 } },
    ...reportCases.flatMap(({ type, points }) => of(type, points)),
    ...of(
      'pdk-withings-device',
      withingsCases.map(({ point }) => ({ members: point })),
    ),
  ];
}

function dateOf(unixSeconds: number, inZone: string): string {
  const offset = new ZoneClock(inZone).offsetSeconds(unixSeconds);
  const local = new Date((unixSeconds + offset) * 1000).toISOString().slice(0, 19);
  const minutes = Math.abs(offset) / 60;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The bytes of a table. */
function expectedTable(
  { headers, rows, inZone }: { headers: readonly string[]; rows: readonly ExpectedRow[]; inZone: string },
  { madeS, receivedAt }: typeof timely,
): string {
  const std = ['Source', 'Created Timestamp', 'Created Date', 'Recorded Timestamp', 'Recorded Date'];
  const receivedS = receivedAt.getTime() / 1000;
  const lines = rows.map(({ point, cells, created, createdDate }) => {
    const createdS = madeS + point * 60;
    const [timestamp, date] = created ?? [String(createdS), createdDate ?? dateOf(createdS, inZone)];
    return ['P-1', timestamp, date, String(receivedS), dateOf(receivedS, inZone), ...cells];
  });
  return [[...std, ...headers], ...lines].map((line) => `${line.join('\t')}\r\n`).join('');
}

/** The points that came in time, by when they were made, and the late ones, by when they were received. */
const orders = [
  { name: 'created', which: timely, asked: { dateKind: 'created', from: '2026-08-01', to: '2026-08-31' } },
  { name: 'recorded', which: late, asked: { dateKind: 'recorded', from: '2026-08-05', to: '2026-08-05' } },
] as const;

describe.each(orders)('pdk-33 standard reports by $name', ({ which, asked }) => {
  let archive: Map<string, string>;

  beforeAll(async () => {
    archive = await test.exported(test.as(tenant), tenant, { ...asked, timeZone: zone });
  }, 60_000);

  it.each(reportCases)('pdk-33 pdk-34 $type is written byte for byte', ({ file, headers, rows, isUtc, zone: own }) => {
    const inZone = isUtc ? 'UTC' : (own ?? zone);
    expect(archive.get(file)).toBe(expectedTable({ headers, rows, inZone }, which));
  });

  it.each(withingsCases)('pdk-33 pdk-34 $file lists the points of its stream alone', ({ file, headers, rows }) => {
    expect(archive.get(file)).toBe(expectedTable({ headers, rows, inZone: zone }, which));
  });

  it('pdk-33 a source without points has a header, or no file where the report says so', () => {
    for (const { file, headers } of reportCases.filter((report) => report.file.includes('/'))) {
      const empty = archive.get(file.replace('p-1', 'q'));
      if (file.includes('notification') || file.includes('daily-summary')) expect(empty, file).toBeUndefined();
      else expect(empty, file).toBe(expectedTable({ headers, rows: [], inZone: 'UTC' }, which));
    }
    const known = [...reportCases, ...withingsCases].map(({ file }) => file);
    const others = [...archive.keys()].filter((name) => !known.includes(name) && !name.endsWith('/q.txt'));
    expect(others).toEqual(['pdk-docker-test.txt', 'flattened/pdk-docker-test.txt', 'CAIRN-MANIFEST']);
    expect(manifestOf(archive).files.every(({ isComplete }) => isComplete)).toBe(true);
  });
});

it('pdk-33 every type with a report says so before it is ordered', async () => {
  const types = await listExportableTypes(test.as(tenant), { studyId: tenant.studyId, sourceIds: [], groupIds: [] });
  expect(types.filter(({ table }) => table === 'generic').map(({ type }) => type)).toEqual(['pdk-docker-test']);
  expect(types).toHaveLength(reportCases.length + 2);
});

it('pdk-33 a study with legacy reports has the headers and files that scripts for PDK know', async () => {
  const old = await test.aTenant();
  await test.send(old, pointsFrom(timely.madeS), timely.receivedAt);
  await test.send(old, [{ source: 'P-1', type: 'pdk-withings-device', members: { datastream: 'new' } }]);
  await updateStudy(contextOfTenant(test, old), { studyId: old.studyId, hasLegacyReports: true });
  const archive = await test.exported(test.as(old), old, { timeZone: zone });
  const header = (file: string) => archive.get(file)?.split('\r\n', 1)[0]?.split('\t');
  expect(header('pdk-user/p-1.txt')).toEqual(['Source', 'Created Timestamp', 'Created Date', 'Mode']);
  expect(readTable(archive.get('pdk-user/p-1.txt')!)[1]).toEqual([
    'P-1',
    String(timely.madeS),
    '2026-08-03T15:00:00+03:00',
    'foreground',
  ]);
  expect(header('pdk-connection-test/p-1.txt')).toEqual(header('pdk-device-battery/p-1.txt'));
  expect(readTable(archive.get('pdk-connection-test/p-1.txt')!)[1]?.slice(5)).toEqual(Array(8).fill(''));
  expect(archive.get('pdk-notification-events/p-1.txt')).toContain('\tuser_contect_stopped\r\n');
  expect([...archive.keys()].filter((name) => name.startsWith('flattened/') || name.includes('-other'))).toEqual([]);
  expect(archive.has('pdk-docker-test.txt')).toBe(true);
});

it('pdk-33 points of a stream without a table are in the archive all the same', async () => {
  const other = await test.aTenant();
  await test.send(other, [{ type: 'pdk-withings-device', members: { datastream: 'heart', bpm: 61 } }]);
  const archive = await test.exported(test.as(other), other, {});
  const [header, row] = readTable(archive.get('pdk-withings-device-other.txt')!);
  expect(header?.slice(5)).toEqual(['datastream', 'Properties']);
  expect(row?.slice(5)).toEqual(['heart', '{"datastream":"heart","bpm":61}']);
});

it('pdk-33 samples are cut into files of so many points, and none is lost', async () => {
  const split = await test.aTenant();
  const points = Array.from({ length: 10_001 }, (_, index) => ({
    source: index === 0 ? 'few' : 'many 1',
    type: 'pdk-sensor-accelerometer',
    timestamp: timely.madeS + index,
    members: { sensor_data: { observed: [index], x: [1], y: [2], z: [3], raw_timestamp: [4], accuracy: [5] } },
  }));
  await test.send(split, points);
  const whole = await test.exported(test.as(split), split, {});
  expect([...whole.keys()].slice(0, -1)).toEqual([
    'pdk-sensor-accelerometer/few.txt',
    'pdk-sensor-accelerometer/many-1.txt',
  ]);
  await test.send(split, [{ ...points[1]!, timestamp: timely.madeS + 86_400 }]);
  const cut = await test.exported(test.as(split), split, {});
  const rows = (name: string) => readTable(cut.get(`pdk-sensor-accelerometer/${name}.txt`)!).length - 1;
  expect(['few', 'many-1__0', 'many-1__1'].map(rows)).toEqual([1, 10_000, 1]);
  // Of the days asked for, as many as fit in one file.
  const some = await test.exported(test.as(split), split, { to: '2026-08-03', fileFormats: ['jsonl'] });
  expect([...some.keys()]).toContain('pdk-sensor-accelerometer/many-1.jsonl');
}, 60_000);
