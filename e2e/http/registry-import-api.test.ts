import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aCollection, anImportWorld, feature, square, type ImportWorld } from '#e2e/harness/imports.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { parseCsv } from '#lib/formats/csv/parse-csv.ts';

let platform: TestPlatform;
let world: ImportWorld;

beforeAll(async () => {
  platform = await startPlatform({ env: { CAIRN_MAX_IMPORT_MB: '2' } });
});
afterAll(() => platform.stop());
beforeEach(async () => {
  world = await anImportWorld(platform);
});

const header = 'Province;School;Lat;Lon;Ref;Code';
const aList = (...rows: string[]) => [header, ...rows].join('\r\n');
const mapping = {
  name: 'School',
  parents: ['Province'],
  latitude: 'Lat',
  longitude: 'Lon',
  source_ref: 'Ref',
  code: 'Code',
};
const schools = { pyramid: 'Schools', mapping };

/** Files that the blob store holds of the world's imports. */
async function storedFiles(): Promise<string[]> {
  const blobs = join(platform.runtime.config.dataDir, 'blobs');
  const found = await readdir(blobs, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return names.filter(
    (name) => name.includes(`${world.organization.id}/registry-imports/`) || name.includes('.draft-'),
  );
}

describe('reg-42 a file is sent', () => {
  it('reg-42 is kept with its name, size and kind; a list tells its columns, with examples, and what they seem to be', async () => {
    const { id, ...sent } = await world.send(
      'C:\\lists\\schools.csv',
      aList('Kongo;A;-5;14;r1;c1', 'Kongo;B;-5.5;14;r2;'),
    );
    expect(sent).toMatchObject({ fileName: 'schools.csv', format: 'csv', state: 'uploaded', createdBy: 'The manager' });
    const { columns, mapping: guess, isList } = await world.columns(id);
    expect(isList).toBe(true);
    expect(columns).toHaveLength(6);
    expect(columns[1]).toEqual({ name: 'School', examples: ['A', 'B'] });
    expect(guess).toMatchObject(mapping);
    const list = await world.call('GET /registry-imports');
    expect(list.json).toMatchObject({ items: [{ id, fileName: 'schools.csv' }], next: null });
  });

  it('reg-42 larger than the configured limit is refused with 413, announced or not, and leaves nothing', async () => {
    const file = Uint8Array.from(Buffer.alloc(2 * 1024 * 1024 + 1, 'a'));
    const refused = await world.call('POST /registry-imports', { query: { name: 'big.csv' }, file });
    expect(refused).toMatchObject({ status: 413, json: { code: 'body_too_large' } });
    const slow = await world.call('POST /registry-imports', { query: { name: 'big.csv' }, file: streamOf([file]) });
    expect(slow).toMatchObject({ status: 413, json: { code: 'body_too_large' } });
    expect(slow.text).toContain('CAIRN_MAX_IMPORT_MB');
    expect(await storedFiles()).toEqual([]);
    expect((await world.call('GET /registry-imports')).json).toMatchObject({ items: [] });
  });

  it('reg-42 cut off on its way leaves nothing', async () => {
    const body = streamOf([Buffer.from(aList('Kongo;A;-5;14;r1;'))], new Error('aborted'));
    const { status, text } = await world.call('POST /registry-imports', { query: { name: 'x.csv' }, file: body });
    expect(status).toBe(400);
    expect(text).toContain('cut off');
    expect(await storedFiles()).toEqual([]);
    expect((await world.call('GET /registry-imports')).json).toMatchObject({ items: [] });
  });

  it.each([
    ['an empty file', '', 'empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), 'none that holds places'],
  ])('reg-42 that is %s is refused at the door', async (_what, content, reason) => {
    const file = Uint8Array.from(Buffer.from(content));
    const { status, text } = await world.call('POST /registry-imports', { query: { name: 'x' }, file });
    expect(status).toBe(400);
    expect(text).toContain(reason);
    expect(await storedFiles()).toEqual([]);
  });
});

function streamOf(chunks: readonly Uint8Array[], end?: Error): ReadableStream {
  const left = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const next = left.shift();
      if (next) controller.enqueue(next);
      else if (end) controller.error(end);
      else controller.close();
    },
  });
}

describe('reg-42 a list is checked, brought in and taken back', () => {
  it('reg-42 a check tells in numbers and row by row what would happen, and writes nothing', async () => {
    const { id } = await world.send(
      'schools.csv',
      aList('Kongo;A;-5;14;r1;', 'Kongo;B;-95;14;r2;', 'Kongo;C;-5,5;14;r3;'),
    );
    const checked = await world.work('check', id, schools);
    expect(checked.task).toMatchObject({ state: 'succeeded', title: 'Check of schools.csv', can: { download: true } });
    expect(checked.import).toMatchObject({
      state: 'checked',
      settings: { pyramid: 'Schools', version: null, status: 'VALID' },
      report: {
        created: 3,
        updated: 0,
        refused: 1,
        leaves: 2,
        rowCount: 2,
        codes: { latitude_out_of_range: 1, decimal_comma: 1 },
      },
    });
    expect(await world.rows(id)).toMatchObject([
      { line: 3, column: 'Lat', code: 'latitude_out_of_range' },
      { line: 4, column: 'Lat', code: 'decimal_comma' },
    ]);
    expect(await world.rows(id, 'decimal_comma')).toHaveLength(1);
    expect(await world.units(id)).toEqual([
      { line: 2, layer: null, name: 'Kongo', type: 'Province', act: 'created', changed: [] },
      { line: 2, layer: null, name: 'A', type: 'School', act: 'created', changed: [] },
      { line: 4, layer: null, name: 'C', type: 'School', act: 'created', changed: [] },
    ]);
    expect(await world.units(id, 'updated')).toEqual([]);
    expect(await world.countAll()).toMatchObject({ pyramids: 0, units: 0, types: 0, changes: 0 });
    const download = { params: { id }, query: { format: 'json' } };
    const file = await world.call('GET /registry-imports/{id}/report', download);
    expect(Object.keys(file.json as object)).toEqual(['created', 'updated', 'unchanged', 'refused', 'leaves', 'rows']);
    expect(file.json).toMatchObject({ created: 3, refused: 1, rows: [{ line: 3, column: 'Lat' }, { line: 4 }] });
    const csv = await world.call('GET /registry-imports/{id}/report', { params: { id } });
    expect([...parseCsv(csv.text)].map(({ fields }) => fields[2])).toEqual([
      'code',
      'latitude_out_of_range',
      'decimal_comma',
    ]);
  });

  it('reg-42 rows of a long report come page by page, each once', async () => {
    const rows = Array.from({ length: 250 }, (_row, n) => `Kongo;S ${String(n)};95;${n % 2 === 0 ? '14,5' : '14'};;`);
    const { id } = await world.send('schools.csv', aList(...rows));
    const { import: checked } = await world.work('check', id, schools);
    expect(checked.report).toMatchObject({ refused: 250, rowCount: 375 });
    expect(checked.report?.rows).toHaveLength(200);
    const lines: number[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 40, cursor, code: 'decimal_comma' };
      const { json } = await world.call('GET /registry-imports/{id}/rows', { params: { id }, query });
      const page = json as { items: { line: number }[]; next: string | null };
      lines.push(...page.items.map(({ line }) => line));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(lines).toEqual(Array.from({ length: 125 }, (_row, n) => 2 + n * 2));
  });

  it('reg-42 a run writes all or nothing; with the refused left out it takes the rest', async () => {
    const { id } = await world.send('schools.csv', aList('Kongo;A;-5;14;r1;', 'Kongo;B;-95;14;r2;'));
    const refused = await world.work('run', id, schools);
    expect(refused.import).toMatchObject({ state: 'refused', report: { isDone: false, refused: 1 } });
    expect(await world.countAll()).toMatchObject({ pyramids: 0, versions: 0, units: 0, types: 0, changes: 0 });
    const rest = await world.work('run', id, { ...schools, leaveOutRefused: true });
    expect(rest.import).toMatchObject({ state: 'imported', report: { isDone: true, created: 2, version: 0 } });
    expect(await world.places()).toMatchObject([{ name: 'Kongo' }, { name: 'A', parent: 'Kongo', names: 'Kongo > A' }]);
    const again = await world.call('POST /registry-imports/{id}/run', { params: { id }, body: schools });
    expect(again).toMatchObject({ status: 409 });
  });

  it('reg-42 a list without mapping is refused field by field, and one task works on an import at a time', async () => {
    const { id } = await world.send('schools.csv', aList('Kongo;A;-5;14;r1;'));
    const bare = await world.call('POST /registry-imports/{id}/check', {
      params: { id },
      body: { pyramid: 'Schools' },
    });
    expect(bare).toMatchObject({
      status: 400,
      json: { code: 'input_invalid', fields: { mapping: expect.any(String) as string } },
    });
    const order = { params: { id }, body: schools };
    expect((await world.call('POST /registry-imports/{id}/check', order)).status).toBe(202);
    expect((await world.call('POST /registry-imports/{id}/run', order)).status).toBe(409);
  });

  it('reg-42 the history names who brought it in, not the worker', async () => {
    const { id } = await world.send('schools.csv', aList('Kongo;A;-5;14;r1;'));
    await world.work('run', id, schools);
    const { db } = platform.runtime;
    const changes = await db.prisma.orgUnitChange.findMany({ where: { organizationId: world.organization.id } });
    expect(changes.map(({ actorLabel, origin, importId }) => [actorLabel, origin, importId])).toEqual([
      [expect.stringMatching(/^manager-/), 'import', id],
      [expect.stringMatching(/^manager-/), 'import', id],
    ]);
  });
});

const placeMapping = { name: 'name', source_ref: 'ref', parent_ref: 'parent', opening_date: 'opened', type: 'Area' };
const places = { pyramid: 'Areas', mapping: placeMapping };

describe('reg-42 GeoJSON comes in as a list whose properties are columns', () => {
  it('reg-42 takes points and shapes, a collection or a feature a line, and changes nothing the second time', async () => {
    const features = [
      feature('a', null, square(10, 5), { opened: '2020-01-31' }),
      feature('b', 'a', { type: 'Point', coordinates: [10.5, 5.5, 300] }),
    ];
    const { id, format } = await world.send('areas.geojson', aCollection(features));
    expect(format).toBe('geojson');
    expect((await world.columns(id)).columns.map(({ name }) => name)).toEqual([
      'ref',
      'name',
      'parent',
      'opened',
      'code',
    ]);
    expect((await world.work('run', id, places)).import).toMatchObject({
      state: 'imported',
      report: { created: 2, rowCount: 0 },
    });
    expect(await world.places()).toMatchObject([
      { name: 'Place a', geom: 'MULTIPOLYGON(((10 5,11 5,11 6,10 6,10 5)))', openingDate: '2020-01-31', type: 'Area' },
      { name: 'Place b', parent: 'Place a', location: 'POINT Z (10.5 5.5 300)' },
    ]);
    const lines = await world.send('areas.geojsonl', features.map((one) => JSON.stringify(one)).join('\n'));
    const again = await world.work('check', lines.id, { ...places, version: 0 });
    expect(again.import.report).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
  });

  it('reg-42 transforms the coordinates of a reference system that is known, and refuses one that is not', async () => {
    const utm = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::32733' } };
    const point = { type: 'Point', coordinates: [500_000, 10_000_000] };
    const known = await world.send('utm.json', aCollection([feature('a', null, point)], { crs: utm }));
    await world.work('run', known.id, { ...places, mapping: { name: 'name' } });
    expect((await world.places())[0]?.location).toMatch(/^POINT Z \((15|14\.9{6,}\d*) -?0(\.0{6,}\d*|\S*e-\d+)? 0\)$/);
    for (const name of ['EPSG:999999', 'My own grid']) {
      const crs = { type: 'name', properties: { name } };
      const { id } = await world.send('other.json', aCollection([feature('b', null, point)], { crs }));
      const { import: checked } = await world.work('check', id, { ...places, mapping: { name: 'name' } });
      expect(checked.report?.rows).toMatchObject([{ line: 1, code: 'reference_system_unknown' }]);
    }
  });

  it('reg-42 names features that cannot be used by their number, and takes their neighbours', async () => {
    const features = [
      feature('a', null, null),
      { type: 'Something' },
      feature('c', null, {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      }),
      feature('d', null, { type: 'Point', coordinates: [200, 5] }),
      feature('e', null, {
        type: 'Polygon',
        coordinates: [
          [
            [0, 95],
            [1, 95],
            [1, 96],
            [0, 95],
          ],
        ],
      }),
      feature('f', null, square(10, 5)),
      feature('a', null, null),
    ];
    const { id } = await world.send('areas.geojson', aCollection(features));
    const { import: checked } = await world.work('check', id, {
      ...places,
      mapping: { name: 'name', source_ref: 'ref' },
    });
    expect(checked.report).toMatchObject({ created: 2, refused: 5 });
    expect((await world.rows(id)).map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'geometry', 'feature_unreadable'],
      [3, 'geometry', 'shape_unusable'],
      [4, 'geometry', 'longitude_out_of_range'],
      [5, 'geometry', 'latitude_out_of_range'],
      [7, 'ref', 'reference_repeated'],
    ]);
  });

  it('reg-42 says where a file breaks off', async () => {
    const { id } = await world.send(
      'cut.geojson',
      aCollection([feature('a', null, square(1, 1)), feature('b', null, null)]).slice(0, -30),
    );
    const { task, import: after } = await world.work('run', id, { ...places, mapping: { name: 'name' } });
    expect(task).toMatchObject({ state: 'failed', error: { code: 'file_unreadable' } });
    expect(task.error?.detail).toContain('feature 2');
    expect(after.state).toBe('uploaded');
    expect(await world.countAll()).toMatchObject({ units: 0 });
  });
});

describe('reg-42 what is wrong in a list is named by row and column, and nothing is half done', () => {
  const refs = {
    pyramid: 'Places',
    mapping: { ...placeMapping, latitude: 'Lat', longitude: 'Lon', closed_date: 'closed' },
  };
  const list = (...rows: string[]) => ['ref;name;parent;Lat;Lon;opened;closed', ...rows].join('\n');

  it.each([
    [
      'a circle',
      ['a;A;b;;;;', 'b;B;a;;;;'],
      [
        [2, 'parent', 'parent_in_circle'],
        [3, 'parent', 'parent_in_circle'],
      ],
    ],
    ['a reference twice', ['a;A;;;;;', 'a;B;;;;;'], [[3, 'ref', 'reference_repeated']]],
    ['closing before opening', ['a;A;;;;2020-02-01;2020-01-01'], [[2, 'closed', 'closed_before_opened']]],
    ['a latitude off the earth', ['a;A;;95;14;;'], [[2, 'Lat', 'latitude_out_of_range']]],
    ['half a position', ['a;A;;5;;;'], [[2, 'Lon', 'position_half']]],
    ['words for a number', ['a;A;;north;14;;'], [[2, 'Lat', 'number_unreadable']]],
    ['letters that were lost', ['a;\ufffdcole;;1;2;;'], [[2, 'name', 'accents_damaged']]],
  ])('reg-42 refuses or names %s', async (_what, rows, expected) => {
    const { id } = await world.send('places.csv', list(...rows));
    const { import: after } = await world.work('run', id, refs);
    const said = (await world.rows(id)).filter(({ code }) => code !== 'position_missing');
    expect(said.map(({ line, column, code }) => [line, column, code])).toEqual(expected);
    if (after.state !== 'imported') expect(await world.countAll()).toMatchObject({ pyramids: 0, units: 0, changes: 0 });
  });

  it('reg-42 refuses a parent that only another version has', async () => {
    const first = await world.send('a.csv', list('a;A;;1;2;;'));
    await world.work('run', first.id, refs);
    const second = await world.send('b.csv', list('b;B;a;1;2;;'));
    const { import: after } = await world.work('run', second.id, refs);
    expect(after).toMatchObject({ state: 'refused', report: { version: 1 } });
    expect(await world.rows(second.id)).toMatchObject([{ line: 2, column: 'parent', code: 'parent_unknown' }]);
    expect(await world.countAll()).toMatchObject({ versions: 1, units: 1 });
  });

  it('reg-42 mends accents, decimal commas, line breaks and swapped coordinates, and says so', async () => {
    const others = Array.from(
      { length: 30 },
      (_row, n) => `o${String(n)};O${String(n)};;-5.${String(n)}1;14.${String(n)}1;;`,
    );
    const text = list(...others, 'x;"Ã‰cole\nprimaire";;14,5;-5,5;;');
    const { id } = await world.send('places.csv', text);
    expect((await world.work('run', id, refs)).import.state).toBe('imported');
    const said = (await world.rows(id)).map(({ line, column, code }) => [line, column, code]);
    expect(said).toEqual([
      [32, 'name', 'accents_mended'],
      [32, 'name', 'line_break'],
      [32, 'Lat', 'decimal_comma'],
      [32, 'Lon', 'decimal_comma'],
      [32, 'Lat', 'position_swapped'],
    ]);
    expect((await world.places()).at(-1)).toMatchObject({ name: 'École primaire', location: 'POINT Z (14.5 -5.5 0)' });
  });

  it('reg-42 reads a list in Windows-1252 or UTF-16, and says when it had to guess', async () => {
    const latin = await world.send('latin.csv', Buffer.from(list('a;École;;1;2;;'), 'latin1'));
    await world.work('run', latin.id, refs);
    expect(await world.rows(latin.id)).toMatchObject([{ line: 1, code: 'encoding_mended' }]);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(list('b;Äste;;3;4;;'), 'utf16le')]);
    const utf16 = await world.send('wide.csv', wide);
    await world.work('run', utf16.id, refs);
    expect((await world.places()).map(({ name }) => name)).toEqual(['École', 'Äste']);
    const map = Buffer.from(`\ufeff${aCollection([feature('c', null, null)])}`, 'utf16le');
    expect((await world.send('map.geojson', map)).format).toBe('geojson');
  });

  it('reg-42 names columns that the file lacks', async () => {
    const { id } = await world.send('schools.csv', 'School;Lat\nA;5');
    const { import: after } = await world.work('run', id, schools);
    expect(after.state).toBe('refused');
    const said = await world.rows(id);
    expect(said.map(({ column, code }) => [column, code])).toEqual(
      ['Province', 'Lon', 'Ref', 'Code'].map((column) => [column, 'column_missing']),
    );
  });
});

describe('reg-59 a stopped or lost import leaves nothing', () => {
  it('reg-59 a waiting one is stopped at once, and can be run later', async () => {
    const { id } = await world.send('schools.csv', aList('Kongo;A;-5;14;r1;'));
    const { json } = await world.call('POST /registry-imports/{id}/run', { params: { id }, body: schools });
    await world.call('POST /tasks/{id}/stop', { params: { id: (json as { taskId: string }).taskId } });
    expect(await world.get(id)).toMatchObject({ state: 'uploaded', taskState: 'stopped' });
    expect(await world.countAll()).toMatchObject({ units: 0 });
    expect((await world.work('run', id, schools)).import.state).toBe('imported');
  });
});
