import { createHash } from 'node:crypto';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { estimateExport, exportOrderSchema } from '#lib/exports/index.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { listTaskLog } from '#lib/platform/tasks/index.ts';
import { readArchive, readResultFile, readTable } from '../harness/archive.ts';
import { manifestOf, openExportTest, type ExportTest } from '../harness/exports.ts';
import { addBundle } from '../harness/passive.ts';
import { runTasks } from '../harness/tasks.ts';
import type { Tenant } from '../harness/tenant.ts';

let test: ExportTest;
let tenant: Tenant;
let archive: Map<string, Buffer>;

const at = Date.parse('2026-08-03T12:00:00Z') / 1000;
const receivedAt = new Date('2026-08-03T15:30:00Z');
const place = { latitude: 0.5, longitude: 32.25 };
const custom = 'app-survey';

beforeAll(async () => {
  test = await openExportTest();
  tenant = await test.aTenant();
  await test.send(
    tenant,
    [
      { type: 'pdk-screen-state', timestamp: at, members: { state: '=cmd|"x"' } },
      {
        type: 'pdk-device-battery',
        timestamp: at + 0.25,
        members: { level: 83.5, present: true, voltage: 'high' },
        metadata: place,
      },
      { type: 'pdk-device-battery', timestamp: at + 60, members: { level: 80 } },
      {
        type: custom,
        timestamp: at,
        members: {
          score: 4,
          note: 'a,b\n"c"',
          at: { site: 'K-7', geo: { alt: 1190.5 } },
          tags: ['x', 'y'],
          done: true,
        },
        metadata: place,
      },
      { type: custom, timestamp: at + 60, members: { score: 4.5, at: {}, done: null, Source: 'mine', 'at.site': 1 } },
    ],
    receivedAt,
  );
  archive = await test.exportedBytes(test.as(tenant), tenant, {
    timeZone: 'Africa/Kampala',
    formats: ['tables', 'flat', 'raw'],
    fileFormats: ['tab', 'csv', 'jsonl', 'geojson', 'parquet'],
  });
}, 120_000);
afterAll(() => test.close());

const text = (name: string) => {
  const content = archive.get(name);
  if (!content) throw new Error(`no ${name} among ${[...archive.keys()].join(', ')}`);
  return content.toString();
};
const jsonLines = (name: string) =>
  text(name)
    .trimEnd()
    .split('\n')
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
async function parquet(name: string) {
  const bytes = archive.get(name) ?? Buffer.alloc(0);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  return { rows: await parquetReadObjects({ file }), metadata: parquetMetadata(file) };
}

describe('pdk-33 forms of a standard report', () => {
  it('pdk-33 are one member each, and those of the same rows', () => {
    const battery = ['txt', 'csv', 'jsonl', 'geojson', 'parquet'].map((end) => `pdk-device-battery/p-1.${end}`);
    expect([...archive.keys()]).toEqual(expect.arrayContaining(battery));
    // Nobody knows where the screen was.
    expect(archive.has('pdk-screen-state/p-1.geojson')).toBe(false);
    expect(archive.has('pdk-screen-state/p-1.csv')).toBe(true);
  });

  it('pdk-33 as CSV has the same cells, and none that a spreadsheet would run', () => {
    expect(text('pdk-screen-state/p-1.csv').split('\r\n')[1]).toBe(
      `P-1,${String(at)},2026-08-03T15:00:00+03:00,1785771000,2026-08-03T18:30:00+03:00,"'=cmd|""x"""`,
    );
    expect(text('pdk-screen-state/p-1.txt')).toContain('\t"=cmd|""x"""\r\n');
  });

  it('pdk-33 as JSON Lines has an object a row, null where there is nothing', () => {
    const [first, second] = jsonLines('pdk-device-battery/p-1.jsonl');
    expect(first).toEqual({
      Source: 'P-1',
      'Created Timestamp': at,
      'Created Date': '2026-08-03T15:00:00.250000+03:00',
      'Recorded Timestamp': 1785771000,
      'Recorded Date': '2026-08-03T18:30:00+03:00',
      Level: 83.5,
      Scale: null,
      Plugged: null,
      Health: null,
      Voltage: 'high',
      Technology: null,
      Present: true,
      Temperature: null,
    });
    expect(second).toMatchObject({ Level: 80, Present: null });
  });

  it('pdk-33 as GeoJSON has the points with a position', async () => {
    const collection = z
      .object({
        type: z.literal('FeatureCollection'),
        features: z.array(z.object({ geometry: z.unknown(), properties: z.record(z.string(), z.unknown()) })),
      })
      .parse(JSON.parse(text('pdk-device-battery/p-1.geojson')));
    expect(collection.features).toHaveLength(1);
    expect(collection.features[0]).toMatchObject({
      geometry: { type: 'Point', coordinates: [32.25, 0.5] },
      properties: { Source: 'P-1', Level: 83.5 },
    });
    const ctx = test.as(tenant);
    const [taskId] = await test.order(ctx, tenant, { types: ['pdk-device-battery'], fileFormats: ['geojson'] });
    await runTasks(test.runtime);
    const { items } = await listTaskLog(ctx, { taskId: taskId! });
    expect(items.map(({ message }) => message).join()).toContain('not in the GeoJSON: 1.');
  });

  it('pdk-33 as GeoJSON leaves out what has no place on earth, and has the others where they are', async () => {
    const other = await test.aTenant();
    const placed = [
      { longitude: -1e-7, latitude: 1e-7, altitude: 1190.5, accuracy: 3.5 },
      { longitude: 180, latitude: 90, altitude: null, accuracy: 1e6 },
      { longitude: -180, latitude: -90, altitude: -430.25, accuracy: 0 },
      // Two steps over the antimeridian are two points, not a line around the world.
      { longitude: 179.9999, latitude: 0, altitude: 'high', accuracy: 8 },
      { longitude: -179.9999, latitude: 0, altitude: 0.1, accuracy: 8 },
    ];
    const placeless = [
      { longitude: 180.0000001, latitude: 1 },
      { longitude: 'NaN', latitude: 'NaN' },
      { longitude: 2, latitude: null },
      { altitude: 5, accuracy: 1 },
    ];
    const points = [...placed, ...placeless].map((members, index) => ({
      ...{ type: 'pdk-location', source: 'P-geo', timestamp: at + index },
      members,
    }));
    await test.send(other, points, receivedAt);
    const ctx = test.as(other);
    const members = await test.exported(ctx, other, { types: ['pdk-location'], fileFormats: ['geojson', 'jsonl'] });
    const { features } = z
      .object({
        features: z.array(
          z.object({
            geometry: z.object({ type: z.literal('Point'), coordinates: z.tuple([z.number(), z.number()]) }),
            properties: z.record(z.string(), z.unknown()),
          }),
        ),
      })
      .parse(JSON.parse(members.get('pdk-location/p-geo.geojson') ?? ''));
    expect(features.map(({ geometry }) => geometry.coordinates)).toEqual(
      placed.map(({ longitude, latitude }) => [longitude, latitude]),
    );
    expect(features.map(({ properties }) => [properties['Altitude'], properties['Accuracy']])).toEqual(
      placed.map(({ altitude, accuracy }) => [altitude, accuracy]),
    );
    // The other form has them all.
    expect((members.get('pdk-location/p-geo.jsonl') ?? '').trimEnd().split('\n')).toHaveLength(points.length);
  });

  it('pdk-33 as Parquet has typed columns, and what did not fit them', async () => {
    const { rows, metadata } = await parquet('pdk-device-battery/p-1.parquet');
    expect(rows[0]).toMatchObject({
      Source: 'P-1',
      'Created Timestamp': BigInt(at),
      'Created Date': new Date((at + 0.25) * 1000),
      Level: 83.5,
      Present: true,
      Voltage: null,
      'Unfitting Values': '{"Voltage":"high"}',
    });
    expect(rows[1]).toMatchObject({ Level: 80, Present: null, 'Unfitting Values': null });
    expect(metadata.schema.find(({ name }) => name === 'Level')?.type).toBe('DOUBLE');
    expect(metadata.created_by).toBe('Cairn');
  });
});

describe('pdk-32 tables of any other type', () => {
  it('pdk-32 are the generic one in every form', async () => {
    const [row] = jsonLines(`${custom}.jsonl`);
    expect(row?.['Properties']).toMatchObject({ score: 4, 'passive-data-metadata': { source: 'P-1' } });
    expect(readTable(text(`${custom}.txt`))).toHaveLength(3);
    expect((await parquet(`${custom}.parquet`)).rows[0]).toMatchObject({ Latitude: 0.5, Longitude: 32.25 });
    expect(text(`${custom}.csv`).startsWith('Source,Generator,Generator Identifier,')).toBe(true);
    expect(archive.has(`${custom}.geojson`)).toBe(true);
  });

  it('pdk-32 and the flattened one: a column for each variable', () => {
    const [header, first, second] = readTable(text(`flattened/${custom}.txt`));
    expect(header).toEqual([
      'Source',
      'Created Timestamp',
      'Created Date',
      'Recorded Timestamp',
      'Recorded Date',
      'Latitude',
      'Longitude',
      'Time Zone',
      'User Agent',
      'Source__1',
      'at.site',
      'at.geo.alt',
      'at.site__1',
      'done',
      'note',
      'score',
      'tags',
      'Other Values',
    ]);
    const agent = 'Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)';
    expect(first?.slice(5)).toEqual([
      '0.5',
      '32.25',
      'Africa/Kampala',
      agent,
      '',
      '',
      '1190.5',
      'K-7',
      'True',
      'a,b\n"c"',
      '4',
      '["x","y"]',
      '',
    ]);
    expect(second?.slice(9)).toEqual(['mine', '1', '', '', '', '', '4.5', '', '{"at":{}}']);
  });

  it('pdk-32 with the types the values have', async () => {
    const { rows, metadata } = await parquet(`flattened/${custom}.parquet`);
    expect(rows[0]).toMatchObject({ score: 4, 'at.geo.alt': 1190.5, done: true, tags: '["x","y"]', Latitude: 0.5 });
    expect(rows[1]).toMatchObject({ score: 4.5, done: null, Source: 'P-1', Source__1: 'mine', 'at.site': 1n });
    // Columns are those of the codebook: also of variables that the points asked for do not have.
    const types = Object.fromEntries(metadata.schema.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({ score: 'DOUBLE', done: 'BOOLEAN', note: 'BYTE_ARRAY', 'at.site': 'INT64' });
  });

  it('pdk-32 is there for types with a report too, when it is asked for', () => {
    const [header] = readTable(text('flattened/pdk-device-battery.csv').replaceAll(',', '\t'));
    expect(header?.slice(9)).toEqual(['level', 'present', 'voltage', 'Other Values']);
    expect([...archive.keys()].filter((name) => name === `flattened/${custom}.txt`)).toHaveLength(1);
  });
});

describe('pdk-32 pdk-33 what nobody foresaw', () => {
  const type = 'Größe/Ω 🌡';
  const name = 'Größe_Ω 🌡';
  /** As JSON, so that numbers are sent with these digits. */
  const sent = [
    '"id":1234567890123456789,"huge":1e400,"tiny":-0.00e-7,"big":12345678901234567890.10,"zero":-0',
    '"größe":{"Ω":[[1,[2,{"a\\tb":"🌡"}]],[]]},"a\\tb":"x\\ty","":1,"__proto__":{"x":1},"256700000001":3',
    '"line":"a\\r\\nb\u2028c\\u0000d","e\\u0301":"\\ud83d\\ude00","deep":{"a":{"b":{"c":{"d":{"e":{"f":{"g":[]}}}}}}}',
    '"mixed":{"x":1},"nothing":null,"no":false,"list":[],"long":"L"',
  ];
  let foreign: Map<string, Buffer>;
  const of = (file: string) => foreign.get(file)?.toString() ?? '';

  beforeAll(async () => {
    const other = await test.aTenant();
    const metadata = (at: number) =>
      JSON.stringify({ 'generator-id': type, generator: 'x', source: 'Ñandú 7', timestamp: at });
    const lines = [`{${sent.join(',')},`, '{"id":"none","huge":"h","mixed":"text",', '{"id":2,'];
    const points = lines.map((line, index) => `${line}"passive-data-metadata":${metadata(at + index)}}`);
    await addBundle(test, other, `[${points.join(',').replace('"L"', `"${'L'.repeat(40_000)}"`)}]`);
    await processUntilEmpty(test.runtime);
    foreign = await test.exportedBytes(test.as(other), other, {
      formats: ['tables', 'flat', 'raw'],
      fileFormats: ['tab', 'csv', 'jsonl', 'parquet'],
    });
  });

  it('pdk-32 is in every form, digit by digit and letter by letter', async () => {
    const raw = of(`Ñandú 7__${name}__2026-08-03.json`);
    for (const digits of ['1234567890123456789', '1e400', '-0.00e-7', '12345678901234567890.10']) {
      for (const form of [raw, of(`${name}.txt`), of(`flattened/${name}.txt`), of(`flattened/${name}.jsonl`)]) {
        expect(form).toContain(digits);
      }
    }
    const [point] = JSON.parse(raw) as Record<string, unknown>[];
    expect(point).toMatchObject({ größe: { Ω: [[1, [2, { 'a\tb': '🌡' }]], []] }, 'e\u0301': '😀', nothing: null });
    expect(point?.['line']).toBe('a\r\nb\u2028cd');
    const [, row] = readTable(of(`${name}.txt`));
    expect(row?.[1]).toBe('x');
    expect(JSON.parse(row![9]!)).toEqual(point);
  });

  it('pdk-32 has columns of its own in the flattened table, one row a point, and what has none is kept', async () => {
    const [header = [], first = [], second = [], third = []] = readTable(of(`flattened/${name}.txt`));
    const cell = (row: string[], of: string) => row[header.indexOf(of)];
    expect(header).toEqual(
      expect.arrayContaining(['größe.Ω', 'a\tb', 'e\u0301', 'deep.a.b.c.d.e', 'mixed', 'mixed.x']),
    );
    expect(new Set(header).size).toBe(header.length);
    expect([cell(first, 'id'), cell(second, 'id'), cell(third, 'id')]).toEqual(['1234567890123456789', 'none', '2']);
    expect([cell(first, 'größe.Ω'), cell(first, 'no'), cell(first, 'nothing'), cell(first, 'list')]).toEqual([
      ...['[[1,[2,{"a\\tb":"🌡"}]],[]]', 'False', '', '[]'],
    ]);
    expect([cell(first, 'mixed'), cell(first, 'mixed.x'), cell(second, 'mixed')]).toEqual(['', '1', 'text']);
    expect(cell(first, 'long')).toHaveLength(40_000);
    // A point without a zone has none here, and the order's in its dates.
    expect([cell(first, 'Time Zone'), cell(first, 'Created Date')]).toEqual(['', '2026-08-03T12:00:00+00:00']);
    expect(cell(first, 'Other Values')).toContain('"256700000001":3');
  });

  it('pdk-32 has types in Parquet, and what does not fit them beside', async () => {
    const bytes = foreign.get(`flattened/${name}.parquet`)!;
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const rows = await parquetReadObjects({ file });
    expect(rows[0]).toMatchObject({
      id: '1234567890123456789',
      zero: 0n,
      no: false,
      'größe.Ω': expect.any(String) as string,
    });
    expect(rows.map((row) => String(row['id']))).toEqual(['1234567890123456789', 'none', '2']);
    expect(rows[0]?.['big']).toBe(Number('12345678901234567890.10'));
  });
});

describe('pdk-30 what an archive says of itself', () => {
  it('pdk-30 is every member with its rows and its SHA-256', () => {
    const { files } = manifestOf(new Map([...archive].map(([name, bytes]) => [name, bytes.toString()])));
    expect(files.map(({ name }) => name)).toEqual([...archive.keys()].slice(0, -1));
    for (const { name, sha256, sizeBytes } of files) {
      const bytes = archive.get(name)!;
      expect([sizeBytes, sha256], name).toEqual([bytes.length, createHash('sha256').update(bytes).digest('hex')]);
    }
    const rows = Object.fromEntries(files.map((file) => [file.name, file.rows]));
    expect(rows).toMatchObject({
      'pdk-device-battery/p-1.txt': 2,
      'pdk-device-battery/p-1.geojson': 1,
      'pdk-device-battery/p-1.parquet': 2,
      [`flattened/${custom}.parquet`]: 2,
    });
  });

  it('pdk-30 is known before: each form costs, and none is asked for twice', async () => {
    const estimate = async (asked: z.input<typeof exportOrderSchema>) =>
      (await estimateExport(test.as(tenant), { studyId: tenant.studyId, order: exportOrderSchema.parse(asked) }))
        .sizeBytes;
    expect(await estimate({ fileFormats: ['tab', 'parquet'] })).toBeGreaterThan(await estimate({}));
    expect(exportOrderSchema.safeParse({ fileFormats: [] }).success).toBe(false);
    expect(exportOrderSchema.safeParse({ fileFormats: ['xlsx'] }).success).toBe(false);
    const ctx = test.as(tenant);
    const [taskId] = await test.order(ctx, tenant, { types: [custom], fileFormats: ['csv', 'csv'] });
    await runTasks(test.runtime);
    const names = [...(await readArchive(await readResultFile(ctx, taskId!))).keys()];
    expect(names).toEqual([`${custom}.csv`, `flattened/${custom}.csv`, 'CAIRN-MANIFEST']);
  });
});
