import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { updateStudy } from '#lib/accounts/index.ts';
import {
  clearBundles,
  dumpBundle,
  listTraces,
  processUntilEmpty,
  readPoints,
  renderPoint,
} from '#lib/passive/index.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { addBundle, aPoint, contextOfTenant, openPassiveTest, type PassiveTest } from '../harness/passive.ts';

let test: PassiveTest;

beforeAll(async () => {
  test = await openPassiveTest();
});
afterAll(() => test.close());

const countSchema = z.object({ n: z.coerce.number() });

async function count(statement: SqlStatement): Promise<number> {
  const [row] = await test.runtime.db.query(countSchema, sql`SELECT count(*) AS n FROM ${statement}`);
  return row!.n;
}

const pointsOf = (organizationId: string) => count(sql`data_points WHERE organization_id = ${organizationId}`);

const rowSchema = z.record(z.string(), z.unknown());
const rows = (statement: SqlStatement) => test.runtime.db.query(rowSchema, statement);

async function openReasons(organizationId: string): Promise<unknown[]> {
  const found = await rows(sql`SELECT position, reason FROM quarantined_points
    WHERE organization_id = ${organizationId} AND state = 'open' ORDER BY bundle_id, position`);
  return found.map(({ position, reason }) => [position, reason]);
}

describe('pdk-15 each point once', () => {
  it('pdk-15 stores a point that comes again, in any form, once; the first one wins', async () => {
    const tenant = await test.aTenant();
    const point = aPoint({ source: 'P-1', timestamp: 1760000000.25, members: { level: 83, status: 'full' } });
    await addBundle(test, tenant, [point, point, aPoint({ timestamp: 1760000001 })]);
    await processUntilEmpty(test.runtime);
    expect(await pointsOf(tenant.organizationId)).toBe(2);
    const other = JSON.stringify([JSON.parse(JSON.stringify(point, null, 1)), aPoint({ timestamp: 1760000002 })]);
    await addBundle(test, tenant, other.replace('"level":83', '"level":8.30e1'));
    await addBundle(test, tenant, gzipSync(JSON.stringify([point])), { compression: 'gzip', isBinary: true });
    await processUntilEmpty(test.runtime);
    expect(await pointsOf(tenant.organizationId)).toBe(3);
    const states = await rows(sql`SELECT state, point_count, new_point_count FROM bundles
      WHERE organization_id = ${tenant.organizationId} ORDER BY received_at, id`);
    expect(states).toEqual([
      { state: 'processed', point_count: 3, new_point_count: 2 },
      { state: 'processed', point_count: 2, new_point_count: 1 },
      { state: 'processed', point_count: 1, new_point_count: 0 },
    ]);
  });

  it('pdk-15 keeps points that differ in the last digit of a large number', async () => {
    const tenant = await test.aTenant();
    const text = (digits: string) =>
      JSON.stringify(aPoint({ members: { observed: 0 } })).replace('"observed":0', `"observed":${digits}`);
    await addBundle(test, tenant, `[${text('1760000000123456788')},${text('1760000000123456789')}]`);
    await processUntilEmpty(test.runtime);
    expect(await pointsOf(tenant.organizationId)).toBe(2);
  });
});

describe('pdk-16 one bad thing blocks nothing', () => {
  it('pdk-16 stores the good points of a bundle, and quarantines the others with their place and reason', async () => {
    const tenant = await test.aTenant();
    const good = JSON.stringify(aPoint({ timestamp: 1760000000 }));
    const far = JSON.stringify(aPoint({ source: 'P-9', timestamp: 1754742600000 }));
    const lost = JSON.stringify({ a: 1 });
    await addBundle(
      test,
      tenant,
      `[${good},${far},{"broken":},${lost},null,${good.replace('1760000000', '1760000009')}]`,
    );
    await processUntilEmpty(test.runtime);
    expect(await pointsOf(tenant.organizationId)).toBe(2);
    expect(await openReasons(tenant.organizationId)).toEqual([
      [1, 'timestamp_out_of_range'],
      [2, 'point_not_json'],
      [3, 'metadata_missing'],
      [4, 'not_an_object'],
    ]);
    const [finding] = await rows(sql`SELECT content, source_hint, type_hint FROM quarantined_points
      WHERE organization_id = ${tenant.organizationId} AND position = 1`);
    expect(finding).toEqual({ content: far, source_hint: 'P-9', type_hint: 'pdk-device-battery' });
  });

  it('pdk-16 goes on behind every bundle that stopped the replaced server', async () => {
    const tenant = await test.aTenant();
    const text = JSON.stringify([aPoint({ timestamp: 1760000000 })]);
    const nullPlace = JSON.stringify([aPoint({ members: { latitude: null, longitude: 7 } })]);
    await addBundle(test, tenant, '42');
    await addBundle(test, tenant, '"text"');
    await addBundle(test, tenant, text.slice(0, -20));
    await addBundle(test, tenant, 'no gzip!', { compression: 'gzip' });
    await addBundle(test, tenant, Buffer.from('no gzip'), { compression: 'gzip', isBinary: true });
    await addBundle(test, tenant, gzipSync('{"a'), { compression: 'gzip', isBinary: true });
    await addBundle(test, tenant, gzipSync(JSON.stringify([null, randomBytes(50).toString('hex')])).subarray(0, -12), {
      compression: 'gzip',
      isBinary: true,
    });
    await addBundle(test, tenant, text, { compression: 'lz4' });
    await addBundle(test, tenant, Buffer.alloc(200, 7), { isEncrypted: true, isBinary: true });
    await addBundle(test, tenant, Buffer.alloc(200, 7), {
      isEncrypted: true,
      isBinary: true,
      nonce: Buffer.alloc(24).toString('base64'),
    });
    await addBundle(test, tenant, text.replace('"timestamp":1760000000', '"x":1'));
    await addBundle(test, tenant, text.replace('1760000000', '"1760000000"'));
    await addBundle(test, tenant, text.replace('"P-1"', '""'));
    await addBundle(test, tenant, nullPlace);
    await addBundle(test, tenant, text);
    await processUntilEmpty(test.runtime);
    expect(await count(sql`bundles WHERE organization_id = ${tenant.organizationId} AND state = 'waiting'`)).toBe(0);
    const reasons = (await openReasons(tenant.organizationId)).map((row) => (row as unknown[])[1]);
    expect(reasons).toEqual([
      'bundle_not_an_array',
      'bundle_not_an_array',
      'list_unfinished',
      'base64_broken',
      'gzip_broken',
      'bundle_not_json',
      'not_an_object',
      'gzip_truncated',
      'compression_unknown',
      'nonce_missing',
      'key_missing',
      'timestamp_missing',
      'timestamp_not_a_number',
    ]);
    expect(await pointsOf(tenant.organizationId)).toBe(3);
  });

  it('pdk-16 tells a point that the database refuses apart from those beside it', async () => {
    const tenant = await test.aTenant();
    const { db } = test.runtime;
    await db.execute(sql`ALTER TABLE data_points ADD CONSTRAINT refused CHECK (secondary_id <> 'explode')`);
    const points = Array.from({ length: 20 }, (_, index) =>
      aPoint({ timestamp: 1760000000 + index, members: { status: index === 13 ? 'explode' : 'full' } }),
    );
    await addBundle(test, tenant, points);
    await addBundle(test, tenant, [aPoint({ timestamp: 1760000500 })]);
    await processUntilEmpty(test.runtime);
    await db.execute(sql`ALTER TABLE data_points DROP CONSTRAINT refused`);
    expect(await openReasons(tenant.organizationId)).toEqual([[13, 'not_storable']]);
    expect(await pointsOf(tenant.organizationId)).toBe(20);
    const [totals] = await rows(
      sql`SELECT sum(point_count)::int AS n FROM source_types WHERE organization_id = ${tenant.organizationId}`,
    );
    expect(totals).toEqual({ n: 20 });
  });
});

describe('pdk-12 sources come into being', () => {
  it('pdk-12 registers a source once, renamed by the rules of its study, in the default group', async () => {
    const tenant = await test.aTenant();
    const groupId = newId();
    const rules = JSON.stringify([{ pattern: '^old-', replacement: 'new-' }]);
    await test.runtime.db.execute(sql`INSERT INTO source_groups (organization_id, id, study_id, name)
      VALUES (${tenant.organizationId}, ${groupId}, ${tenant.studyId}, 'First')`);
    await test.runtime.db.execute(sql`UPDATE studies SET rename_rules = ${rules}, default_group_id = ${groupId}
      WHERE organization_id = ${tenant.organizationId} AND id = ${tenant.studyId}`);
    await addBundle(test, tenant, [aPoint({ source: 'old-7' }), aPoint({ source: 'new-7', timestamp: 1760000001 })]);
    await processUntilEmpty(test.runtime);
    const sources = await rows(sql`SELECT identifier, name, kind, group_id, point_count::int, user_agent FROM sources
      WHERE organization_id = ${tenant.organizationId}`);
    expect(sources).toEqual([
      {
        identifier: 'new-7',
        name: 'new-7',
        kind: 'phone',
        group_id: groupId,
        point_count: 2,
        user_agent: 'Meadow/4.1 Passive Data Kit/1.0 (Android 14 SDK 34; Acme P7)',
      },
    ]);
  });

  it('pdk-12 starts anew when a source was erased under it', async () => {
    const tenant = await test.aTenant();
    await addBundle(test, tenant, [aPoint({ source: 'gone' })]);
    await processUntilEmpty(test.runtime);
    await test.runtime.db.execute(sql`DELETE FROM sources WHERE organization_id = ${tenant.organizationId}`);
    await addBundle(test, tenant, [aPoint({ source: 'gone', timestamp: 1760000100 })]);
    await processUntilEmpty(test.runtime);
    expect(await count(sql`sources WHERE organization_id = ${tenant.organizationId}`)).toBe(1);
  });

  it('pdk-13 keeps position, last times and counts of sources, types and hours', async () => {
    const tenant = await test.aTenant();
    const at = Date.parse('2025-10-09T08:53:20Z') / 1000;
    await addBundle(test, tenant, [
      aPoint({ type: 'pdk-location', timestamp: at + 5000, members: { latitude: 1, longitude: 2 } }),
      aPoint({ type: 'pdk-location', timestamp: at, members: { latitude: 3, longitude: 4 } }),
      aPoint({ timestamp: at }),
    ]);
    await processUntilEmpty(test.runtime);
    const [source] = await rows(sql`SELECT ST_AsText(last_position) AS place, point_count::int,
        extract(epoch from last_created_at)::int AS last, extract(epoch from last_position_at)::int AS placed
      FROM sources WHERE organization_id = ${tenant.organizationId}`);
    expect(source).toEqual({ place: 'POINT(2 1)', point_count: 3, last: at + 5000, placed: at + 5000 });
    const types =
      await rows(sql`SELECT t.identifier, s.point_count::int, extract(epoch from s.first_created_at)::int AS first
      FROM source_types s JOIN data_types t ON t.organization_id = s.organization_id AND t.id = s.type_id
      WHERE s.organization_id = ${tenant.organizationId} ORDER BY 1`);
    expect(types).toEqual([
      { identifier: 'pdk-device-battery', point_count: 1, first: at },
      { identifier: 'pdk-location', point_count: 2, first: at },
    ]);
    expect(await count(sql`source_hours WHERE organization_id = ${tenant.organizationId}`)).toBe(3);
  });
});

describe('pdk-14 what the server adds', () => {
  it('pdk-14 gives back every point as sent, with encrypted_transmission and bundle-details', async () => {
    const tenant = await test.aTenant();
    const sent = JSON.stringify(aPoint({ members: { observed: 1, list: [1.5, { a: null }] } })).replace(
      '"observed":1',
      '"observed":1760000000123456789',
    );
    await addBundle(test, tenant, `[${sent}]`, { details: { ip: '192.0.2.7' } });
    await processUntilEmpty(test.runtime);
    const ctx = contextOfTenant(test, tenant);
    const sources = await rows(sql`SELECT id FROM sources WHERE organization_id = ${tenant.organizationId}`);
    const texts: string[] = [];
    for await (const row of readPoints(ctx, { sourceIds: sources.map(({ id }) => String(id)) }))
      texts.push(renderPoint(row));
    expect(texts).toEqual([
      sent.replace(/\}\}$/, ',"bundle-details":{"ip":"192.0.2.7"},"encrypted_transmission":false}}'),
    ]);
  });
});

describe('pdk-11 attachments', () => {
  it('pdk-11 links files by members ending in @ at any depth, in lists, and by attachment-guid', async () => {
    const tenant = await test.aTenant();
    const files = ['photo-1', 'clip-1', 'clip-2', 'android-1', 'nobody'];
    const bundle = await addBundle(
      test,
      tenant,
      [
        aPoint({ timestamp: 1, members: { 'photo@': 'photo-1' } }),
        aPoint({ timestamp: 2, members: { deep: [{ 'clips@': ['clip-1', 'clip-2', 7] }] } }),
        aPoint({ timestamp: 3, members: { attachment: 'file:///x', 'attachment-guid': 'android-1' } }),
        aPoint({ timestamp: 4, members: { photo: 'nobody' } }),
      ],
      { files },
    );
    await processUntilEmpty(test.runtime);
    const links =
      await rows(sql`SELECT f.identifier, extract(epoch from l.created_at)::int AS at FROM attachment_links l
      JOIN bundle_files f ON f.organization_id = l.organization_id AND f.id = l.file_id
      WHERE f.bundle_id = ${bundle} AND f.organization_id = ${tenant.organizationId} ORDER BY 1`);
    expect(links).toEqual([
      { identifier: 'android-1', at: 3 },
      { identifier: 'clip-1', at: 2 },
      { identifier: 'clip-2', at: 2 },
      { identifier: 'photo-1', at: 1 },
    ]);
  });
});

describe('passive: partitions', () => {
  it('passive: makes a month when its first point comes, and moves in what waited in the default partition', async () => {
    const tenant = await test.aTenant();
    await addBundle(test, tenant, [
      aPoint({ timestamp: Date.parse('2019-03-31T23:59:59.999Z') / 1000 }),
      aPoint({ timestamp: 5 }),
    ]);
    await processUntilEmpty(test.runtime);
    const where = await rows(sql`SELECT tableoid::regclass::text AS name FROM data_points
      WHERE organization_id = ${tenant.organizationId} ORDER BY created_at`);
    expect(where.map(({ name }) => name)).toEqual(['data_points_other', 'data_points_2019_03']);
  });
});

describe('pdk-18 what became of bundles and points is noted, for studies that want it', () => {
  it('pdk-18 in bulk, with the statuses of Passive Data Kit, failures and cleared bytes included', async () => {
    const [loud, quiet] = [await test.aTenant(), await test.aTenant()];
    const ctx = contextOfTenant(test, loud);
    await updateStudy(ctx, { studyId: loud.studyId, tracesBundles: true, bundleRetentionDays: 0 });
    const elements = [aPoint({ timestamp: 1760000000 }), aPoint({ timestamp: 1760000001 }), 7];
    const good = await addBundle(test, loud, JSON.stringify(elements));
    const broken = await addBundle(test, loud, 'not json', { compression: 'gzip' });
    const doomed = await addBundle(test, loud, [aPoint({ source: 'P-doomed' })]);
    await addBundle(test, quiet, [aPoint()]);
    const { db } = test.runtime;
    await db.execute(sql`CREATE OR REPLACE FUNCTION refuse_doomed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.identifier = 'P-doomed' THEN RAISE EXCEPTION 'never' USING ERRCODE = '22000'; END IF; RETURN NEW; END $$`);
    await db.execute(
      sql`CREATE TRIGGER refuse_doomed BEFORE INSERT ON sources FOR EACH ROW EXECUTE FUNCTION refuse_doomed()`,
    );
    try {
      await processUntilEmpty(test.runtime);
    } finally {
      await db.execute(sql`DROP TRIGGER refuse_doomed ON sources`);
    }
    // Whoever runs the platform reads an upload as it was sent, as long as its bytes are there.
    const packed = gzipSync(JSON.stringify([aPoint({ source: 'P-packed' })]));
    const zipped = await addBundle(test, quiet, packed, { compression: 'gzip', isBinary: true });
    const dump = (of: typeof loud, id: string) =>
      dumpBundle({ ...contextOfTenant(test, of), secret: test.runtime.config.secret }, id);
    expect(await dump(loud, good)).toMatchObject({ id: good, text: JSON.stringify(elements) });
    expect(JSON.parse((await dump(quiet, zipped)).text)).toEqual([aPoint({ source: 'P-packed' })]);
    await expect(dump(loud, broken)).rejects.toMatchObject({ code: 'input_invalid' });
    await expect(dump(quiet, good)).rejects.toMatchObject({ code: 'not_found' });
    expect(await clearBundles(test.runtime)).toBe(1);
    await expect(dump(loud, good)).rejects.toMatchObject({ code: 'not_found' });
    const stepsOf = async (bundle: string) => (await listTraces(ctx, { bundle, studyIds: null })).items.toReversed();
    const told = (await stepsOf(good)).map(({ status, pointCount }) => [status, pointCount]);
    expect(told).toEqual([
      ['started', null],
      ['started', null],
      ['data_point_created', null],
      ['data_point_created', null],
      ['processed', 3],
      ['deleted', 3],
    ]);
    const points = (await stepsOf(good)).filter(({ status }) => status === 'data_point_created');
    const hashes = await rows(
      sql`SELECT content_hash AS hash FROM data_points WHERE organization_id = ${loud.organizationId}`,
    );
    expect(points.map(({ pointHash }) => pointHash).sort()).toEqual(hashes.map(({ hash }) => hash).sort());
    const steps = await stepsOf(broken);
    expect(steps.at(-1)).toMatchObject({ status: 'errored', compression: null, pointCount: 0 });
    expect(steps[0]).toMatchObject({ status: 'started', compression: 'gzip', isEncrypted: false });
    const failures = (await stepsOf(doomed)).filter(({ status }) => status === 'errored');
    expect(new Set(failures.map(({ errorClass }) => errorClass))).toEqual(new Set(['error 22000']));
    expect(await count(sql`bundle_traces WHERE organization_id = ${quiet.organizationId}`)).toBe(0);

    // Found by the upload's id, by part of a source's identifier, by the error; what LIKE means something by is a text.
    const found = async (text: string) => (await listTraces(ctx, { text, studyIds: null })).items;
    expect((await found(good)).map(({ bundleId }) => bundleId)).toEqual(Array<string>(6).fill(good));
    expect((await found('p-1')).map(({ sourceIdentifier }) => sourceIdentifier)).toEqual(['P-1', 'P-1']);
    expect(new Set((await found('22000')).map(({ status }) => status))).toEqual(new Set(['errored']));
    expect(await found('%')).toEqual([]);
    const errored = (await listTraces(ctx, { status: 'errored', studyIds: null })).items;
    expect(new Set(errored.map(({ bundleId }) => bundleId))).toEqual(new Set([broken, doomed]));

    const page = await listTraces(ctx, { limit: 2, studyIds: [loud.studyId] });
    const next = await listTraces(ctx, { limit: 2, cursor: page.next, studyIds: [loud.studyId] });
    expect(page.items.concat(next.items).map(({ id }) => id)).toEqual(
      page.items
        .concat(next.items)
        .map(({ id }) => id)
        .toSorted((a, b) => b - a),
    );
    await db.execute(sql`UPDATE bundle_traces SET at = now() - interval '31 days' WHERE status = 'started'`);
    await clearBundles(test.runtime);
    expect(await count(sql`bundle_traces WHERE status = 'started'`)).toBe(0);
    expect(await count(sql`bundle_traces WHERE status = 'processed'`)).toBe(1);
  });
});
