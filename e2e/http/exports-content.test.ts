import { read as readWorkbook, utils } from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listExportableTypes } from '#lib/exports/index.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { createIssue, issueReportHeader, listSources, listSourcesSchema } from '#lib/sources/index.ts';
import { readArchive, readTable } from '../harness/archive.ts';
import { manifestOf, openExportTest, type Asked, type ExportTest } from '../harness/exports.ts';
import { addBundle, aPoint, contextOfTenant } from '../harness/passive.ts';
import { aPerson, type Tenant } from '../harness/tenant.ts';

let test: ExportTest;

beforeAll(async () => {
  test = await openExportTest();
});
afterAll(() => test.close());

const std = ['Source', 'Created Timestamp', 'Created Date', 'Recorded Timestamp', 'Recorded Date'];
const receivedAt = new Date('2026-08-03T15:30:00Z');
const at = Date.parse('2026-08-03T12:00:00Z') / 1000;
const stamps = [String(at), '2026-08-03T15:00:00.250000+03:00', '1785771000', '2026-08-03T18:30:00+03:00'];

describe('pdk-33 standard reports', () => {
  it('pdk-33 equal what was sent, row by row, in the order of time, each digit and letter', async () => {
    const tenant = await test.aTenant();
    const names = ['tab\there', 'quote "here"', 'line\r\nbreak', 'ünï ☃ 🌍', '=SUM(A1)', ' lead', ''];
    const points = Array.from({ length: 500 }, (_, index) => ({
      source: index % 2 ? 'A' : 'B',
      type: 'pdk-app-event',
      timestamp: at + ((index * 7919) % 500),
      members: {
        event_name: names[index % names.length],
        event_details: { index, text: names[(index + 3) % names.length] },
      },
    }));
    await test.send(tenant, points);
    const archive = await test.exported(test.as(tenant), tenant, {});
    const rows = readTable(archive.get('pdk_pdk-app-event.txt')!).slice(1);
    const expected = ['A', 'B'].flatMap((source) =>
      points.filter((point) => point.source === source).sort((one, other) => one.timestamp - other.timestamp),
    );
    expect(
      rows.map(([source, created, , , , name, details]) => [source, created, name, JSON.parse(details!) as unknown]),
    ).toEqual(
      expected.map((point) => [
        point.source,
        String(point.timestamp),
        point.members.event_name,
        point.members.event_details,
      ]),
    );
  });

  it('pdk-33 give a source without points its header, and sources that slug alike their own file', async () => {
    const tenant = await test.aTenant();
    await test.send(tenant, [
      { source: 'P 1', type: 'pdk-screen-state', members: { state: 'on' } },
      { source: 'P-1', type: 'pdk-screen-state', members: { state: 'off' } },
      { source: 'Q', type: 'pdk-device-battery', members: { level: 1 } },
    ]);
    const archive = await test.exported(test.as(tenant), tenant, { types: ['pdk-screen-state'] });
    expect([...archive.keys()]).toEqual([
      'pdk-screen-state/p-1.txt',
      'pdk-screen-state/p-1__1.txt',
      'pdk-screen-state/q.txt',
      'CAIRN-MANIFEST',
    ]);
    expect(readTable(archive.get('pdk-screen-state/p-1.txt')!)[1]?.[5]).toBe('on');
    expect(readTable(archive.get('pdk-screen-state/p-1__1.txt')!)[1]?.[5]).toBe('off');
    expect(archive.get('pdk-screen-state/q.txt')).toBe([...std, 'Screen State'].join('\t') + '\r\n');
  });
});

describe('pdk-32 the generic table', () => {
  it('pdk-32 serves any type: ten columns, the whole point in the last', async () => {
    const tenant = await test.aTenant();
    const type = '../evil type';
    await test.send(
      tenant,
      [
        {
          source: 'P-1',
          type,
          timestamp: at + 0.25,
          members: { big: 1, text: 'a\t"b"' },
          metadata: { latitude: 0.5, longitude: 32.25 },
        },
      ],
      receivedAt,
    );
    const archive = await test.exported(test.as(tenant), tenant, { timeZone: 'Africa/Kampala' });
    const [header, row] = readTable([...archive.values()][0]!);
    expect([...archive.keys()].every((name) => !name.includes('..'))).toBe(true);
    expect([...archive.keys()].slice(0, -1)).toEqual(['__evil type.txt', 'flattened/__evil type.txt']);
    expect(header).toEqual([
      'Source',
      'Generator',
      'Generator Identifier',
      'Created Timestamp',
      'Created Date',
      'Latitude',
      'Longitude',
      'Recorded Timestamp',
      'Recorded Date',
      'Properties',
    ]);
    expect(row?.slice(0, 9)).toEqual([
      'P-1',
      `${type}: Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)`,
      type,
      ...stamps.slice(0, 2),
      '0.5',
      '32.25',
      ...stamps.slice(2),
    ]);
    expect(JSON.parse(row![9]!)).toMatchObject({
      big: 1,
      text: 'a\t"b"',
      'passive-data-metadata': { source: 'P-1', 'generator-id': type, timestamp: at + 0.25, latitude: 0.5 },
    });
  });
});

describe('pdk-33 reports that are about no type', () => {
  let tenant: Tenant;

  beforeAll(async () => {
    tenant = await test.aTenant();
    await test.send(tenant, [
      { source: 'B', type: 'pdk-screen-state', members: { state: 'on' } },
      { source: 'A', type: 'pdk-screen-state', members: { state: 'off' } },
      { source: 'A', type: 'plot', members: { trees: 7 } },
    ]);
    const own = contextOfTenant(test, tenant);
    const { items } = await listSources(own, listSourcesSchema.parse({}));
    const idOf = (identifier: string) => items.find((source) => source.identifier === identifier)?.id ?? '';
    await createIssue(own, { sourceId: idOf('B'), kinds: ['stability'], description: 'Closes\nitself', tags: '' });
    await createIssue(own, { sourceId: idOf('A'), kinds: ['storage', 'ui'], description: '=SUM(1)', tags: 'x' });
    await createIssue(own, { sourceId: idOf('A'), kinds: [], description: 'Lost', tags: '' });
  });

  const who = () => test.as(tenant, aPerson(['passive.export', 'tasks.read', 'sources.read']));

  it('pdk-33 pdk-25 pdk-issues is the workbook of what was noted of the devices, whatever the days', async () => {
    const asked = { types: ['pdk-issues'], from: '2020-01-01', to: '2020-01-02' };
    const archive = await test.exportedBytes(who(), tenant, { ...asked, formats: ['raw', 'tables'] });
    expect([...archive.keys()]).toEqual(['pdk_export_issues.xlsx', 'CAIRN-MANIFEST']);
    const { Sheets, SheetNames } = readWorkbook(archive.get('pdk_export_issues.xlsx')!);
    const rows = utils.sheet_to_json<unknown[]>(Sheets[SheetNames[0]!]!, { header: 1 });
    expect(rows[0]).toEqual([...issueReportHeader]);
    expect(rows[0]).toHaveLength(6 + 15 + 2);
    const device = ['Acme P7', 'Acme', 'Android 14 SDK 34'];
    expect(rows.slice(1).map((row) => row.slice(0, 4))).toEqual(['A', 'A', 'B'].map((source) => [source, ...device]));
    const at = (header: string) => issueReportHeader.indexOf(header);
    const first = rows[1] ?? [];
    expect([first[at('State')], first[at('Storage related')], first[at('UI Related')]]).toEqual(['opened', true, true]);
    expect([first[at('Stability Related')], first[at('Description')], first[at('Tags')]]).toEqual([
      false,
      '=SUM(1)',
      'x',
    ]);
    const [member] = manifestOf(new Map([...archive].map(([name, bytes]) => [name, bytes.toString()]))).files;
    expect(member).toMatchObject({ rows: 3, isComplete: true });
  });

  it('pdk-33 pdk-issues is a table in the other kinds of files, and is there when only days are asked for', async () => {
    const fileFormats = ['csv', 'jsonl', 'geojson', 'parquet'] as const;
    const archive = await test.exported(who(), tenant, { types: ['pdk-issues'], fileFormats: [...fileFormats] });
    expect([...archive.keys()].slice(0, -1)).toEqual(
      ['csv', 'jsonl', 'parquet'].map((end) => `pdk_export_issues.${end}`),
    );
    const line = JSON.parse(archive.get('pdk_export_issues.jsonl')!.split('\n')[2]!) as Record<string, unknown>;
    expect(line).toMatchObject({ Source: 'B', 'Stability Related': true, Description: 'Closes\nitself' });
    expect(archive.get('pdk_export_issues.csv')).toContain(",'=SUM(1),x\r\n");
    const raw = await test.exportedBytes(who(), tenant, { types: ['pdk-issues'], formats: ['raw'] });
    expect([...raw.keys()]).toEqual(['pdk_export_issues.xlsx', 'CAIRN-MANIFEST']);
  });

  it('pdk-33 pdk-37 pdk-personal-data is a zip of zips: each source’s own report, which opens without a server', async () => {
    const wish: Asked = {
      types: ['pdk-personal-data', 'pdk-screen-state'],
      fileFormats: ['csv', 'jsonl'],
      locale: 'fr',
    };
    const archive = await test.exportedBytes(who(), tenant, wish);
    expect([...archive.keys()]).toEqual([
      ...['A.zip', 'B.zip'],
      ...['csv', 'jsonl'].flatMap((end) => [`pdk-screen-state/a.${end}`, `pdk-screen-state/b.${end}`]),
      'CAIRN-MANIFEST',
    ]);
    const report = await readArchive(archive.get('A.zip')!);
    expect([...report.keys()]).toEqual(expect.arrayContaining(['data/plot.jsonl', 'types/plot.html', 'index.html']));
    expect(report.get('index.html')).toContain('lang="fr"');
    expect(report.get('data/plot.jsonl')).toContain('"point":{"trees":7}');
  });

  it('pdk-33 they are there when they are named, to who may read the sources', async () => {
    const chosen = { studyId: tenant.studyId, sourceIds: [], groupIds: [] };
    const named = async (ctx = who()) =>
      (await listExportableTypes(ctx, chosen)).filter(({ table }) => table === 'report');
    expect((await named()).map(({ type, sources, points }) => [type, sources, points])).toEqual([
      ['pdk-issues', 2, 3],
      ['pdk-personal-data', 2, 3],
    ]);
    expect(await named(test.as(tenant))).toEqual([]);
    for (const type of ['pdk-issues', 'pdk-personal-data']) {
      await expect(test.order(test.as(tenant), tenant, { types: [type] })).rejects.toMatchObject({
        code: 'permission_missing',
      });
    }
    const all = await test.exported(who(), tenant, {});
    expect([...all.keys()].filter((name) => /zip$|xlsx$/.test(name))).toEqual([]);
  });
});

describe('pdk-31 raw days', () => {
  it('pdk-31 are one file for each source, type and UTC day, laid out by two, in order, whole', async () => {
    const tenant = await test.aTenant();
    const midnight = Date.parse('2026-08-04T00:00:00Z') / 1000;
    const level = (source: string, timestamp: number, value: number) => ({
      source,
      timestamp,
      members: { level: value },
    });
    await test.send(tenant, [
      level('P 1', midnight, 3),
      level('P 1', midnight - 1, 2),
      level('P 1', midnight - 90, 1),
      level('Q', midnight + 86_399, 4),
    ]);
    const archive = await test.exported(test.as(tenant), tenant, { formats: ['raw'] });
    expect([...archive.keys()].slice(0, -1)).toEqual([
      'P 1__pdk-device-battery__2026-08-03.json',
      'P 1__pdk-device-battery__2026-08-04.json',
      'Q__pdk-device-battery__2026-08-04.json',
    ]);
    const text = archive.get('P 1__pdk-device-battery__2026-08-03.json')!;
    const points = JSON.parse(text) as { level: number; 'passive-data-metadata': { source: string } }[];
    expect(points.map((point) => point.level)).toEqual([1, 2]);
    expect(points[0]?.['passive-data-metadata']).toMatchObject({
      source: 'P 1',
      timestamp: midnight - 90,
      encrypted_transmission: false,
    });
    expect(text).toBe(JSON.stringify(points, null, 2));
  });

  it('pdk-31 stand beside the tables when both are asked for, with numbers as sent', async () => {
    const tenant = await test.aTenant();
    const text = JSON.stringify([aPoint({ timestamp: at, members: { level: 0 } })]).replace(
      '"level":0',
      '"level":12345678901234567890.10',
    );
    await addBundle(test, tenant, text);
    await processUntilEmpty(test.runtime);
    const archive = await test.exported(test.as(tenant), tenant, { formats: ['tables', 'raw'] });
    expect(archive.get('P-1__pdk-device-battery__2026-08-03.json')).toContain('"level": 12345678901234567890.10');
    expect(readTable(archive.get('pdk-device-battery/p-1.txt')!)[1]?.[5]).toBe('12345678901234567890.10');
  });
});

describe('pdk-34 dates', () => {
  /** Made on the 1st, 2nd and 3rd at noon, received on the 10th, 11th and 12th. */
  async function threeDays(): Promise<Tenant> {
    const tenant = await test.aTenant();
    for (const day of [1, 2, 3]) {
      const timestamp = Date.parse(`2026-08-0${String(day)}T12:00:00Z`) / 1000;
      const received = new Date(`2026-08-${String(day + 9)}T12:00:00Z`);
      for (const type of ['pdk-device-battery', 'custom'])
        await test.send(tenant, [{ type, timestamp, members: { level: day } }], received);
    }
    return tenant;
  }

  const levels = (archive: Map<string, string>) => {
    const table = readTable(archive.get('pdk-device-battery/p-1.txt')!)
      .slice(1)
      .map((row) => Number(row[5]));
    const generic = readTable(archive.get('custom.txt')!)
      .slice(1)
      .map((row) => (JSON.parse(row[9]!) as { level: number }).level);
    const raw = [...archive]
      .filter(([name]) => name.endsWith('.json'))
      .flatMap(([, text]) => JSON.parse(text) as { level: number }[]);
    return { table, generic, raw: raw.map((point) => point.level).sort() };
  };

  it('pdk-34 by created or recorded are honoured in every form, and when the order is split', async () => {
    const tenant = await threeDays();
    const formats = ['tables', 'raw'] as const;
    const created = await test.exported(test.as(tenant), tenant, {
      formats: [...formats],
      from: '2026-08-02',
      to: '2026-08-03',
    });
    expect(levels(created)).toEqual({ table: [2, 3], generic: [2, 3], raw: [2, 2, 3, 3] });
    const recorded = await test.exported(test.as(tenant), tenant, {
      formats: [...formats],
      dateKind: 'recorded',
      from: '2026-08-10',
      to: '2026-08-11',
    });
    expect(levels(recorded)).toEqual({ table: [1, 2], generic: [1, 2], raw: [1, 1, 2, 2] });
    const none = await test.exported(test.as(tenant), tenant, {
      formats: [...formats],
      dateKind: 'recorded',
      from: '2026-08-02',
      to: '2026-08-03',
    });
    expect(levels(none)).toEqual({ table: [], generic: [], raw: [] });
  });

  it('pdk-34 are whole days of the zone, the last one included to its end', async () => {
    const tenant = await test.aTenant();
    const made = [
      '2026-08-02T20:59:59.999Z',
      '2026-08-02T21:00:00Z',
      '2026-08-03T20:59:59.999Z',
      '2026-08-03T21:00:00Z',
    ];
    await test.send(
      tenant,
      made.map((iso, level) => ({ timestamp: Date.parse(iso) / 1000, members: { level } })),
    );
    const archive = await test.exported(test.as(tenant), tenant, {
      from: '2026-08-03',
      to: '2026-08-03',
      timeZone: 'Africa/Kampala',
    });
    expect(
      readTable(archive.get('pdk-device-battery/p-1.txt')!)
        .slice(1)
        .map((row) => row[5]),
    ).toEqual(['1', '2']);
  });
});
