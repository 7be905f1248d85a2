import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall } from '#e2e/harness/api.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { decodeTile } from '#lib/formats/mvt/decode-tile.ts';
import type { MvtFeature } from '#lib/formats/mvt/tile.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';
import { readTile, summarizeMap } from '#lib/registry/index.ts';
import { aPerson, aTenant, contextOf, type Tenant } from '../harness/tenant.ts';
import { testDatabaseKind } from '../harness/test-database.ts';

let platform: TestPlatform;
let db: Database;
let call: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
  ({ db } = platform.runtime);
});
afterAll(() => platform.stop());

interface Pyramid {
  readonly tenant: Pick<Tenant, 'organizationId'>;
  readonly version: string;
  readonly types: readonly string[];
}

async function aPyramid(organizationId: OrganizationId, name = 'Health'): Promise<Pyramid> {
  const [pyramid, version] = [newId(), newId()];
  const types = [newId(), newId(), newId()];
  await db.execute(sql`INSERT INTO pyramids (organization_id, id, name, is_default)
    VALUES (${organizationId}, ${pyramid}, ${name}, true)`);
  await db.execute(sql`INSERT INTO pyramid_versions (organization_id, id, pyramid_id, number, is_default)
    VALUES (${organizationId}, ${version}, ${pyramid}, 0, true)`);
  for (const [depth, id] of types.entries()) {
    await db.execute(sql`INSERT INTO org_unit_types (organization_id, id, name, short_name, depth)
      VALUES (${organizationId}, ${id}, ${`Type ${String(depth)}`}, ${`T${String(depth)}`}, ${depth})`);
  }
  return { tenant: { organizationId }, version, types };
}

interface NewUnits {
  readonly from: number;
  readonly to: number;
  readonly status?: SqlStatement;
  readonly type?: number;
  /** Over a number `i`. */
  readonly location?: SqlStatement;
  readonly shape?: SqlStatement;
}

/** Adds a unit for each number. */
async function addUnits({ tenant, version, types }: Pyramid, units: NewUnits): Promise<void> {
  const shape = units.shape ?? sql`NULL::geometry`;
  await db.execute(sql`
    INSERT INTO org_units (organization_id, id, version_id, type_id, name, status, path, location, geom, simplified_geom)
    SELECT ${tenant.organizationId}::uuid, gen_random_uuid(), ${version}::uuid, ${types[units.type ?? 0]}::uuid,
      'Unit ' || i, ${units.status ?? sql`'VALID'`}, i::text::ltree, ${units.location ?? sql`NULL::geometry`}, s.shape, s.shape
    FROM generate_series(${units.from}::int4, ${units.to}::int4) i CROSS JOIN LATERAL (SELECT ${shape} AS shape) s`);
}

async function aWorld() {
  const tenant = await aTenant(db);
  return { pyramid: await aPyramid(tenant.organizationId), ctx: contextOf(db, tenant, aPerson(['registry.read'])) };
}

const point = (lon: SqlStatement, lat: SqlStatement) => sql`ST_SetSRID(ST_MakePoint(${lon}, ${lat}, 0), 4326)`;
const circle = (lon: SqlStatement, lat: SqlStatement, radius: SqlStatement) =>
  sql`ST_Multi(ST_Buffer(ST_SetSRID(ST_MakePoint(${lon}, ${lat}), 4326), ${radius}, 8))`;

interface Tile {
  readonly points: readonly MvtFeature[];
  readonly shapes: readonly MvtFeature[];
}

type TileOptions = Partial<Omit<Parameters<typeof readTile>[1], 'address'>> & {
  readonly searches?: Parameters<typeof readTile>[1]['selection']['searches'];
};

async function tileOf(
  ctx: Context,
  version: string,
  [z, x, y]: readonly number[],
  options: TileOptions = {},
): Promise<Tile> {
  const { searches = [{ status: [] }], ...rest } = options;
  const address = { z: z ?? 0, x: x ?? 0, y: y ?? 0 };
  const { tile } = await readTile(ctx, { selection: { version, searches }, address, detail: 'clusters', ...rest });
  const layers = new Map(decodeTile(tile ?? new Uint8Array()).map(({ name, features }) => [name, features]));
  return { points: layers.get('points') ?? [], shapes: layers.get('shapes') ?? [] };
}

/** Every tile of a zoom that lies over lon 0 to 45, lat 0 to 40. */
function quarter(zoom: number): number[][] {
  const size = 2 ** zoom;
  const [left, right] = [Math.floor(size / 2), Math.floor((size * 5) / 8)];
  const [top, bottom] = [Math.floor((size * 3) / 8), Math.floor(size / 2)];
  const tiles: number[][] = [];
  for (let x = left; x <= Math.min(right, size - 1); x += 1)
    for (let y = top; y <= Math.min(bottom, size - 1); y += 1) tiles.push([zoom, x, y]);
  return tiles;
}

const sum = (features: readonly MvtFeature[]) =>
  features.reduce((all, { properties }) => all + Number(properties['count']), 0);

describe('reg-29 tiles of a version', () => {
  it('reg-29 lose no unit at any zoom: clusters, single units and shapes add up to all that have a position', async () => {
    const { ctx, pyramid } = await aWorld();
    const [lon, lat] = [sql`(i * 7919 % 40009) / 1000.0`, sql`(i * 104729 % 35003) / 1000.0`];
    const mixed = sql`CASE WHEN i % 10 = 0 THEN 'NEW' WHEN i % 7 = 0 THEN 'REJECTED' ELSE 'VALID' END`;
    await addUnits(pyramid, { from: 1, to: 18_000, location: point(lon, lat), status: mixed, type: 2 });
    await addUnits(pyramid, { from: 18_001, to: 19_000, location: point(sql`12.5`, sql`8.25`), type: 1 });
    await addUnits(pyramid, {
      from: 19_001,
      to: 20_000,
      shape: circle(lon, lat, sql`0.01 + (i % 100) / 200.0`),
      type: 1,
    });
    await addUnits(pyramid, { from: 20_001, to: 20_300 });
    const asked = [
      ['clusters', 0],
      ['clusters', 4],
      ['clusters', 6],
      ['dots', 6],
    ] as const;
    for (const [detail, zoom] of asked) {
      const shapes = new Set<unknown>();
      let points = 0;
      for (const address of quarter(zoom)) {
        const tile = await tileOf(ctx, pyramid.version, address, { detail });
        points += sum(tile.points);
        for (const { properties } of tile.shapes) shapes.add(properties['id']);
      }
      expect([detail, zoom, points + shapes.size]).toEqual([detail, zoom, 20_000]);
    }
  });

  it('reg-29 tell of a single unit its name, of a cluster how many of each type, status and search', async () => {
    const { ctx, pyramid } = await aWorld();
    await addUnits(pyramid, { from: 1, to: 1, location: point(sql`-60.5`, sql`40`) });
    await addUnits(pyramid, { from: 2, to: 31, location: point(sql`100 + i / 100.0`, sql`20`), type: 1 });
    await addUnits(pyramid, { from: 32, to: 36, location: point(sql`100.2`, sql`20`), status: sql`'NEW'`, type: 1 });
    const searches = [{ text: 'unit 1' }, { status: ['VALID' as const, 'NEW' as const] }];
    const { points } = await tileOf(ctx, pyramid.version, [0, 0, 0], { searches });
    const told = points.map(({ properties: { id: _id, cell: _cell, ...rest } }) => rest);
    expect(told).toHaveLength(4);
    expect(told).toEqual(
      expect.arrayContaining([
        { count: 1, total: 1, name: 'Unit 1', status: 'VALID', search: 0, typeId: pyramid.types[0] },
        { count: 10, total: 35, status: 'VALID', search: 0, typeId: pyramid.types[1] },
        { count: 20, total: 35, status: 'VALID', search: 1, typeId: pyramid.types[1] },
        { count: 5, total: 35, status: 'NEW', search: 1, typeId: pyramid.types[1] },
      ]),
    );
    expect((await tileOf(ctx, pyramid.version, [0, 0, 0], { searches: [{}] })).points).toHaveLength(2);
  });

  it('reg-29 put points and shapes where they are', async () => {
    const { ctx, pyramid } = await aWorld();
    await addUnits(pyramid, { from: 1, to: 1, location: point(sql`-45`, sql`66.5132`) });
    await addUnits(pyramid, {
      from: 2,
      to: 2,
      type: 1,
      shape: sql`ST_Multi(ST_MakeEnvelope(-90, 0, -45, 66.51326044311186, 4326))`,
    });
    const { points, shapes } = await tileOf(ctx, pyramid.version, [0, 0, 0]);
    expect(points[0]?.geometry).toEqual({ kind: 'point', points: [[1536, 1024]] });
    const [shape] = shapes;
    const corners = shape?.geometry.kind === 'polygon' ? shape.geometry.polygons.flat(2) : [];
    expect(corners).toHaveLength(4);
    expect(new Set(corners.map(String))).toEqual(new Set(['1024,2048', '1536,2048', '1536,1024', '1024,1024']));
    expect(shape?.properties).toMatchObject({ name: 'Unit 2', depth: 1, search: 0 });
  });

  it.runIf(testDatabaseKind === 'server')(
    'reg-29 are the same whether the database or the process writes them',
    async () => {
      const { ctx, pyramid } = await aWorld();
      const where = [sql`i % 30 + 0.5`, sql`i / 30.0`] as const;
      await addUnits(pyramid, { from: 1, to: 300, shape: circle(...where, sql`0.2 + (i % 20) / 10.0`), type: 1 });
      const ring = sql`ST_Multi(ST_Difference(${circle(...where, sql`0.9`)}, ${circle(...where, sql`0.4`)}))`;
      await addUnits(pyramid, { from: 301, to: 400, shape: ring, type: 2 });
      for (const address of [
        [3, 4, 3],
        [6, 33, 31],
        [9, 270, 255],
      ]) {
        const ours = await tileOf(ctx, pyramid.version, address, { encoder: 'process' });
        const theirs = await tileOf(ctx, pyramid.version, address, { encoder: 'database' });
        expect(theirs.shapes.length).toBeGreaterThan(0);
        expect(theirs.shapes.map(({ properties }) => properties)).toEqual(
          ours.shapes.map(({ properties }) => properties),
        );
        expect(theirs.shapes.map(drawn)).toEqual(ours.shapes.map(drawn));
      }
    },
  );

  it('reg-29 are sent once, and anew after every change that they show', async () => {
    const { ctx, pyramid } = await aWorld();
    await addUnits(pyramid, { from: 1, to: 3, location: point(sql`i`, sql`i`) });
    const request = {
      selection: { version: pyramid.version, searches: [{}] },
      address: { z: 2, x: 2, y: 1 },
      detail: 'clusters' as const,
    };
    const first = await readTile(ctx, request);
    expect(await readTile(ctx, { ...request, knownTag: first.tag })).toEqual({ tag: first.tag, tile: null });
    await db.execute(sql`UPDATE org_units SET name = 'Moved', location = ${point(sql`80`, sql`50`)}
      WHERE organization_id = ${ctx.organizationId} AND name = 'Unit 2'`);
    const second = await readTile(ctx, { ...request, knownTag: first.tag });
    expect(second.tag).not.toBe(first.tag);
    const names = decodeTile(second.tile ?? new Uint8Array()).flatMap(({ features }) =>
      features.map(({ properties }) => properties['name']),
    );
    expect(names).toContain('Moved');
    await db.execute(sql`DELETE FROM org_units WHERE organization_id = ${ctx.organizationId} AND name = 'Moved'`);
    expect((await readTile(ctx, { ...request, knownTag: second.tag })).tag).not.toBe(second.tag);
  });

  it('reg-29 stay what they are when the notes of many changes are folded, and are made anew after the next change', async () => {
    const { ctx, pyramid } = await aWorld();
    await addUnits(pyramid, { from: 1, to: 2, location: point(sql`i`, sql`i`) });
    const { version } = pyramid;
    await db.execute(sql`INSERT INTO org_unit_map_changes (organization_id, version_id, transaction_id)
      SELECT ${ctx.organizationId}::uuid, ${version}::uuid, -i FROM generate_series(1, 600) i`);
    const address = { z: 0, x: 0, y: 0 };
    const read = () =>
      readTile(ctx, { selection: { version, searches: [{}] }, address, detail: 'clusters' }).then(({ tag }) => tag);
    const first = await read();
    const [row] = await db.query(
      z.object({ rows: z.coerce.number(), changes: z.coerce.number() }),
      sql`SELECT count(*) AS rows, sum(changes) AS changes FROM org_unit_map_changes
        WHERE organization_id = ${ctx.organizationId} AND version_id = ${version}`,
    );
    expect(row).toEqual({ rows: 1, changes: 601 });
    expect(await read()).toBe(first);
    await db.execute(sql`UPDATE org_units SET name = 'Other' WHERE organization_id = ${ctx.organizationId}`);
    expect(await read()).not.toBe(first);
  });

  it('reg-29 show only the trees that the viewer may see, and nothing of other organizations', async () => {
    const { ctx, pyramid } = await aWorld();
    await addUnits(pyramid, { from: 1, to: 20, location: point(sql`i`, sql`i`) });
    const actor = aPerson(['registry.read']);
    const grants = 'grants' in actor ? actor.grants.map((grant) => ({ ...grant, orgUnitPath: '7' })) : [];
    const narrow = { ...ctx, actor: { ...actor, grants } as Context['actor'] };
    const { points } = await tileOf(narrow, pyramid.version, [0, 0, 0]);
    expect(points.map(({ properties }) => properties['name'])).toEqual(['Unit 7']);
    expect((await summarizeMap(narrow, { version: pyramid.version, searches: [{}] })).kinds[0]?.count).toBe(1);
    const { ctx: stranger } = await aWorld();
    await expect(tileOf(stranger, pyramid.version, [0, 0, 0])).rejects.toMatchObject({ code: 'not_found' });
  });
});

/** Rings from their smallest corner on: where a ring begins says nothing. */
function drawn({ geometry }: MvtFeature) {
  if (geometry.kind !== 'polygon') return geometry;
  return geometry.polygons.map((rings) =>
    rings.map((ring) => {
      const texts = ring.map(String);
      const first = texts.indexOf(texts.toSorted()[0] ?? '');
      return [...texts.slice(first), ...texts.slice(0, first)];
    }),
  );
}

describe('reg-29 the map through the doors', () => {
  const nearSchema = z.object({
    items: z.array(z.object({ name: z.string(), distanceM: z.number() })),
    next: z.string().nullable(),
  });

  it('reg-29 answers tiles, numbers and the nearest units', async () => {
    const world = await anApiWorld(platform.runtime);
    call = await world.as('manager');
    const pyramid = await aPyramid(world.organization.id);
    await addUnits(pyramid, { from: 1, to: 40, location: point(sql`30 + i / 1000.0`, sql`0`) });
    await addUnits(pyramid, { from: 41, to: 41, location: point(sql`30`, sql`0`), status: sql`'REJECTED'` });
    await addUnits(pyramid, { from: 42, to: 44, type: 1 });
    const query = { version: pyramid.version, searches: JSON.stringify([{ status: [] }]) };
    const tile = await call('GET /units/tiles/{z}/{x}/{y}', { params: { z: '3', x: '4', y: '3' }, query });
    expect(tile.status).toBe(200);
    expect(tile.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile');
    const selection = { version: pyramid.version, searches: [{ status: [] }] };
    const made = await readTile(world.system, { selection, address: { z: 3, x: 4, y: 3 }, detail: 'clusters' });
    expect(tile.text).toBe(new TextDecoder().decode(made.tile ?? new Uint8Array()));
    expect(tile.headers.get('etag')).toMatch(/^"[\w-]+"$/);
    const summary = await call('GET /units/map-summary', { query });
    expect(summary.json).toMatchObject({
      kinds: [
        { typeId: pyramid.types[0], status: 'VALID', count: 40, withoutPosition: 0 },
        { typeId: pyramid.types[1], status: 'VALID', count: 3, withoutPosition: 3 },
        { typeId: pyramid.types[0], status: 'REJECTED', count: 1, withoutPosition: 0 },
      ],
    });
    const { bounds } = z.object({ bounds: z.array(z.number()) }).parse(summary.json);
    expect(bounds.map((side) => Math.round(side * 1000) + 0)).toEqual([30_000, 0, 30_040, 0]);
    const first = nearSchema.parse(
      (await call('GET /units/near', { query: { lon: 30, lat: 0, withinM: 3000, limit: 20 } })).json,
    );
    expect(first.items.map(({ name }) => name)).toEqual(
      Array.from({ length: 20 }, (_, place) => `Unit ${String(place + 1)}`),
    );
    expect(first.items[0]?.distanceM).toBeCloseTo(111.319, 2);
    const rest = nearSchema.parse(
      (
        await call('GET /units/near', {
          query: { lon: 30, lat: 0, withinM: 3000, limit: 20, cursor: first.next ?? '' },
        })
      ).json,
    );
    expect(rest.items.map(({ name }) => name)).toEqual([
      'Unit 21',
      'Unit 22',
      'Unit 23',
      'Unit 24',
      'Unit 25',
      'Unit 26',
    ]);
    expect(rest.next).toBeNull();
  });

  it('reg-29 refuses tiles that there are not and searches that are none', async () => {
    const query = { version: newId() };
    const at = (z: string, x: string, y: string, more = {}) =>
      call('GET /units/tiles/{z}/{x}/{y}', { params: { z, x, y }, query: { ...query, ...more } });
    expect((await at('1', '2', '0')).status).toBe(400);
    expect((await at('23', '0', '0')).status).toBe(400);
    expect((await at('0', '0', '0', { searches: '{' })).status).toBe(400);
    expect((await at('0', '0', '0', { searches: '[{"status":["LOST"]}]' })).status).toBe(400);
    expect((await at('0', '0', '0')).status).toBe(404);
  });
});
