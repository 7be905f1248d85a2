import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { anApiWorld, type ApiCall, type ApiWorld } from '#e2e/harness/api.ts';
import { addBundle, aPoint, type BundleOptions } from '#e2e/harness/passive.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { everythingOf, sendAway, surroundSource } from '#e2e/harness/source-surroundings.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { listVariables, processUntilEmpty, readPoints, renderPoint } from '#lib/passive/index.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';

let platform: TestPlatform;
let world: ApiWorld;
let call: ApiCall;

beforeAll(async () => {
  platform = await startPlatform();
});
beforeEach(async () => {
  world = await anApiWorld(platform.runtime);
  call = await world.as('manager');
});
afterAll(() => platform.stop());

const start = 1_760_000_000;
const battery = 'pdk-device-battery';
const event = 'pdk-app-event';

function send(body: readonly object[] | string | Buffer, options: BundleOptions = {}) {
  const tenant = { organizationId: world.organization.id, studyId: world.study.id, studyKey: world.study.key };
  return addBundle(platform, tenant, body, options);
}
const processAll = () => processUntilEmpty(platform.runtime);

async function numbers(statement: SqlStatement): Promise<number[]> {
  return (await platform.runtime.db.query(z.object({ n: z.coerce.number() }), statement)).map(({ n }) => n);
}
const numberOf = async (statement: SqlStatement) => (await numbers(statement))[0] ?? 0;

async function sourceId(identifier: string): Promise<string> {
  const [row] = await platform.runtime.db.query(
    z.object({ id: z.string() }),
    sql`SELECT id FROM sources WHERE organization_id = ${world.organization.id} AND identifier = ${identifier}`,
  );
  return row?.id ?? '';
}

async function textsOf(identifier: string): Promise<string[]> {
  const id = await sourceId(identifier);
  const texts: string[] = [];
  if (id !== '') for await (const row of readPoints(world.system, { sourceIds: [id] })) texts.push(renderPoint(row));
  return texts;
}

const everything = () => everythingOf(world);

/** What running totals say, and what there really is. */
async function expectTrueTotals(): Promise<void> {
  const organization = world.organization.id;
  const wrong = await numberOf(sql`SELECT count(*) AS n FROM (
      SELECT source_id, type_id, count(*) AS points, min(created_at) AS first, max(recorded_at) AS last
      FROM data_points WHERE organization_id = ${organization} GROUP BY 1, 2) p
    FULL JOIN (SELECT source_id, type_id, point_count, first_created_at, last_recorded_at FROM source_types
      WHERE organization_id = ${organization}) t USING (source_id, type_id)
    WHERE points IS DISTINCT FROM point_count OR first IS DISTINCT FROM first_created_at OR last IS DISTINCT FROM last_recorded_at`);
  const hours = await numberOf(
    sql`SELECT coalesce(sum(point_count), 0) AS n FROM source_hours WHERE organization_id = ${organization}`,
  );
  const sources = await numberOf(
    sql`SELECT coalesce(sum(point_count), 0) AS n FROM sources WHERE organization_id = ${organization}`,
  );
  const points = await numberOf(sql`SELECT count(*) AS n FROM data_points WHERE organization_id = ${organization}`);
  expect({ wrong, hours, sources }).toEqual({ wrong: 0, hours: points, sources: points });
}

const p = (source: string, index: number, more: Parameters<typeof aPoint>[0] = {}) =>
  aPoint({ source, timestamp: start + index * 1800, members: { level: index, note: `of ${source}` }, ...more });

describe('pdk-43 erasing a source', () => {
  it('reaches points, files, quarantine, totals and every raw upload, and leaves the others as they were', async () => {
    const secret = 'P-erased';
    const mixed = [
      p(secret, 0),
      p('P-stays', 0),
      p(secret, 1),
      'junk about nobody',
      { note: secret, 'passive-data-metadata': {} },
    ];
    await send(mixed as object[]);
    await send(gzipSync(JSON.stringify([p(secret, 2), p('P-stays', 1)])), { compression: 'gzip', isBinary: true });
    const alone = await send([p(secret, 3)]);
    // A repeat gave no point, and still holds the person's data.
    await send([p(secret, 0), p('P-stays', 7)]);
    const blobKey = `${world.organization.id}/bundles/${newId()}`;
    await platform.runtime.blobs.put(blobKey, Buffer.from(JSON.stringify([p(secret, 4), p('P-stays', 2)])));
    await send('', { blobKey });
    await send(
      [p(secret, 5, { members: { 'photo@': 'mine' } }), p('P-stays', 3, { members: { 'photo@': 'theirs' } })],
      {
        files: ['mine', 'theirs'],
      },
    );
    await send([{ ...p(secret, 6), 'passive-data-metadata': { source: secret, generator: 'x', timestamp: 'never' } }]);
    await processAll();
    const id = await sourceId(secret);
    const before = await textsOf('P-stays');
    expect(before).toHaveLength(5);

    const plan = await call('GET /sources/{id}/erase', { params: { id } });
    expect(plan.json).toMatchObject({ points: 6, types: 1, attachments: 1, bundles: 7, waitingBundles: 0, exports: 0 });
    const wrong = await call('POST /sources/{id}/erase', { params: { id }, body: { expectedPoints: 5 } });
    expect([wrong.status, (wrong.json as { code: string }).code]).toEqual([409, 'changed_meanwhile']);
    const started = await call('POST /sources/{id}/erase', { params: { id }, body: { expectedPoints: 6 } });
    expect(started.status).toBe(202);
    await runTasks(platform.runtime);

    const { taskId } = started.json as { taskId: string };
    const task = (await call('GET /tasks/{id}', { params: { id: taskId } })).json;
    expect(task).toMatchObject({ state: 'succeeded', result: { points: 6, bundlesCleared: 2, filesRemoved: 1 } });
    const left = await everything();
    expect(left).not.toContain(secret);
    expect(left).toContain('junk about nobody');
    await expect(platform.runtime.blobs.read(blobKey)).rejects.toMatchObject({ code: 'not_found' });
    const kept = await platform.runtime.blobs.read(`${blobKey}.kept`);
    expect(kept.toString()).toContain('P-stays');
    expect(kept.toString()).not.toContain(secret);
    expect(await textsOf('P-stays')).toEqual(before);
    expect(
      await numbers(sql`SELECT count(*) AS n FROM bundle_files WHERE organization_id = ${world.organization.id}`),
    ).toEqual([1]);
    await expectTrueTotals();

    // Its bytes are gone, and a repeat of the whole is still known as one.
    const cleared =
      await numberOf(sql`SELECT count(*) AS n FROM bundles WHERE organization_id = ${world.organization.id}
      AND id = ${alone} AND body IS NULL AND cleared_at IS NOT NULL AND content_sha256 IS NOT NULL`);
    expect(cleared).toBe(1);
    expect((await call('GET /sources/{id}', { params: { id } })).status).toBe(404);
    const audit =
      await numberOf(sql`SELECT count(*) AS n FROM audit_events WHERE organization_id = ${world.organization.id}
      AND action = 'source.erase' AND subject_id = ${id}`);
    expect(audit).toBe(1);
  });

  it('killed at any moment, another run finishes it', async () => {
    await send([p('P-1', 0), p('P-2', 0), p('P-1', 1)]);
    const blobKey = `${world.organization.id}/bundles/${newId()}`;
    await platform.runtime.blobs.put(blobKey, Buffer.from(JSON.stringify([p('P-1', 2), p('P-2', 1)])));
    await send('', { blobKey });
    await processAll();
    const id = await sourceId('P-1');
    await call('POST /sources/{id}/erase', { params: { id }, body: { expectedPoints: 3 } });
    // As if killed between taking the old bytes away and saying so.
    await platform.runtime.blobs.put(`${blobKey}.kept`, Buffer.from(JSON.stringify([p('P-2', 1)])));
    await platform.runtime.blobs.remove(blobKey);
    await runTasks(platform.runtime);
    expect(await everything()).not.toContain('P-1');
    expect(await textsOf('P-2')).toHaveLength(2);
    await expectTrueTotals();
    expect(
      await numberOf(sql`SELECT count(*) AS n FROM bundles WHERE organization_id = ${world.organization.id}
      AND blob_key = ${`${blobKey}.kept`}`),
    ).toBe(1);
  });
});

describe('pdk-43 merging sources', () => {
  it('re-labels points, and what comes under the old name arrives in the other', async () => {
    await send([
      p('old-phone', 0),
      p('old-phone', 1),
      p('new-phone', 1, { members: { level: 1, note: 'of old-phone' } }),
      p('new-phone', 9),
    ]);
    await send([p('old-phone', 2, { members: { 'photo@': 'shot' } })], { files: ['shot'] });
    await processAll();
    const [from, into] = [await sourceId('old-phone'), await sourceId('new-phone')];
    expect(
      (await call('POST /sources/{id}/merge/plan', { params: { id: from }, body: { intoId: into } })).json,
    ).toMatchObject({ points: 3, attachments: 1 });
    expect((await call('POST /sources/{id}/merge', { params: { id: from }, body: { intoId: from } })).status).toBe(400);
    const started = await call('POST /sources/{id}/merge', { params: { id: from }, body: { intoId: into } });
    expect(started.status).toBe(202);
    await runTasks(platform.runtime);
    expect(await sourceId('old-phone')).toBe('');
    const texts = await textsOf('new-phone');
    expect(texts).toHaveLength(5);
    expect(texts.every((text) => text.includes('"source":"new-phone"'))).toBe(true);
    expect(await numberOf(sql`SELECT count(*) AS n FROM attachment_links WHERE source_id = ${into}`)).toBe(1);
    await expectTrueTotals();

    await send([p('old-phone', 20), p('old-phone', 0)]);
    await processAll();
    expect(await sourceId('old-phone')).toBe('');
    expect(await textsOf('new-phone')).toHaveLength(6);
    await expectTrueTotals();

    // Merged on: the first name follows.
    await send([p('third', 0)]);
    await processAll();
    const third = await sourceId('third');
    await call('POST /sources/{id}/merge', { params: { id: into }, body: { intoId: third } });
    await runTasks(platform.runtime);
    await send([p('old-phone', 30), p('new-phone', 31)]);
    await processAll();
    expect(await textsOf('third')).toHaveLength(9);
    const taken = await call('POST /sources', { body: { study: world.study.key, identifier: 'old-phone' } });
    expect(taken.status).toBe(409);
  });

  it('a worker that knows the old source writes to the other once the old one is gone', async () => {
    const processor = processAll;
    await send([p('A', 0), p('B', 0)]);
    await processor();
    const [from, into] = [await sourceId('A'), await sourceId('B')];
    await call('POST /sources/{id}/merge', { params: { id: from }, body: { intoId: into } });
    await send([p('A', 5)]);
    await Promise.all([runTasks(platform.runtime), processor()]);
    await processor();
    expect(await textsOf('B')).toHaveLength(3);
    await expectTrueTotals();
  });
});

describe('pdk-43 splitting a source', () => {
  it('by type and by time, into a source of its own', async () => {
    const points = Array.from({ length: 20 }, (_, index) => p('both', index));
    points.push(
      ...Array.from({ length: 4 }, (_, index) =>
        p('both', index, { type: event, members: { event_name: `e${String(index)}` } }),
      ),
    );
    await send(points);
    await processAll();
    const id = await sourceId('both');
    const rule = { types: [battery], from: new Date((start + 10 * 1800) * 1000).toISOString(), to: null };
    expect((await call('POST /sources/{id}/split/plan', { params: { id }, body: { rule } })).json).toMatchObject({
      points: 10,
      types: 1,
    });
    const asked = { rule, newIdentifier: 'second-half' };
    expect(
      (await call('POST /sources/{id}/split', { params: { id }, body: { ...asked, newIdentifier: 'both' } })).status,
    ).toBe(409);
    expect((await call('POST /sources/{id}/split', { params: { id }, body: asked })).status).toBe(202);
    await runTasks(platform.runtime);
    expect(await textsOf('both')).toHaveLength(14);
    const moved = await textsOf('second-half');
    expect(moved).toHaveLength(10);
    expect(moved.every((text) => text.includes('"source":"second-half"'))).toBe(true);
    await expectTrueTotals();
    const none = await call('POST /sources/{id}/split', {
      params: { id },
      body: { rule: { types: ['nothing'] }, newIdentifier: 'x' },
    });
    expect(none.status).toBe(400);
  });
});

const aToken = (source: string, index: number) =>
  p(source, index, { type: event, members: { event_name: 'pdk-firebase-token', event_details: { token: source } } });

describe('pdk-43 what other parts keep of a source goes the same way', () => {
  it('erased: alerts, events, donations with their bytes, and what only its points told the codebook', async () => {
    await send([
      p('gone', 0),
      aToken('gone', 1),
      p('stays', 0),
      p('gone', 3, { type: 'only-of-gone', members: { shoe: 'brown' } }),
    ]);
    await processAll();
    const id = await sourceId('gone');
    const { blobKey } = await surroundSource(world, { id, identifier: 'gone' });
    const variables = async () => (await listVariables(world.system, {})).map(({ type, path }) => `${type} ${path}`);
    expect(await variables()).toEqual(expect.arrayContaining(['only-of-gone shoe', `${event} event_name`]));
    await call('POST /sources/{id}/erase', { params: { id }, body: { expectedPoints: 3 } });
    await runTasks(platform.runtime);
    const tables = ['source_alerts', 'source_events', 'donation_requests', 'donation_files', 'donation_file_parts'];
    for (const table of tables) {
      const left = {
        text: `SELECT count(*) AS n FROM ${table} WHERE organization_id = $1`,
        values: [world.organization.id],
      };
      expect([table, await numberOf(left)]).toEqual([table, 0]);
    }
    await expect(platform.runtime.blobs.read(blobKey)).rejects.toMatchObject({ code: 'not_found' });
    expect((await variables()).filter((text) => text.startsWith('only-of-gone') || text.startsWith(event))).toEqual([]);
    expect(await variables()).toContain(`${battery} level`);
  });

  it('erased: archives and reports that hold it are removed, on their way too, and no task names it', async () => {
    const analyst = await world.as('analyst');
    const order = async (body: object) => {
      const answer = await analyst('POST /exports', { body: { study: world.study.key, ...body } });
      await runTasks(platform.runtime);
      return (answer.json as { taskIds: string[] }).taskIds[0] ?? '';
    };
    const taskOf = async (id: string) => (await analyst('GET /tasks/{id}', { params: { id } })).json;
    const download = async (id: string) => (await analyst('GET /tasks/{id}/result', { params: { id } })).status;
    await send([
      p('Kofi-old', 0),
      p('Kofi', 1),
      p('Ama', 0),
      p('Kofi', 2, { type: event, members: { event_name: 'e' } }),
    ]);
    await processAll();
    const [old, kofi, ama] = [await sourceId('Kofi-old'), await sourceId('Kofi'), await sourceId('Ama')];
    const together = await order({});
    const alone = await order({ sourceIds: [ama] });
    const report = await analyst('POST /sources/{id}/personal-report', { params: { id: old }, body: {} });
    await runTasks(platform.runtime);
    const { taskId: reportId } = report.json as { taskId: string };
    await sendAway(world, together);
    await surroundSource(world, { id: kofi, identifier: 'Kofi' });

    await call('POST /sources/{id}/merge', { params: { id: old }, body: { intoId: kofi } });
    await runTasks(platform.runtime);
    const split = { rule: { types: [event] }, newIdentifier: 'Kofi-app' };
    await call('POST /sources/{id}/split', { params: { id: kofi }, body: split });
    await runTasks(platform.runtime);
    const part = await sourceId('Kofi-app');
    expect((await call('GET /sources/{id}/erase', { params: { id: part } })).json).toMatchObject({ exports: 2 });
    expect((await call('GET /sources/{id}/erase', { params: { id: kofi } })).json).toMatchObject({ exports: 2 });
    expect([await download(together), await download(reportId)]).toEqual([200, 200]);
    const blobs = await platform.runtime.db.query(
      z.object({ key: z.string() }),
      sql`SELECT result_blob_key AS key FROM tasks WHERE id IN (${together}, ${reportId})`,
    );

    const started = await call('POST /sources/{id}/erase', { params: { id: kofi }, body: { expectedPoints: 2 } });
    await runTasks(platform.runtime);
    const { taskId } = started.json as { taskId: string };
    expect(await taskOf(taskId)).toMatchObject({ state: 'succeeded', result: { points: 2, exportsRemoved: 2 } });
    expect(blobs).toHaveLength(2);
    for (const { key } of blobs)
      await expect(platform.runtime.blobs.read(key)).rejects.toMatchObject({ code: 'not_found' });
    for (const id of [together, reportId]) {
      expect(await taskOf(id)).toMatchObject({
        state: 'succeeded',
        resultFile: null,
        resultRemovedAt: expect.any(String) as string,
        can: { download: false },
      });
      expect(await download(id)).toBe(404);
    }
    expect([await taskOf(alone), await download(alone)]).toMatchObject([{ resultRemovedAt: null }, 200]);
    expect(
      await numberOf(
        sql`SELECT count(*) AS n FROM export_deliveries WHERE task_id = ${together} AND state = 'stopped'`,
      ),
    ).toBe(1);
    await call('POST /sources/{id}/erase', { params: { id: part }, body: { expectedPoints: 1 } });
    await runTasks(platform.runtime);
    expect(await everything()).not.toContain('Kofi');
  });

  it('merged: alerts, the newest event and donations are with the other; split: each has its own newest event', async () => {
    await send([p('from', 0), aToken('from', 5), p('into', 0), aToken('into', 2)]);
    await processAll();
    const [from, into] = [await sourceId('from'), await sourceId('into')];
    const { alertId } = await surroundSource(world, { id: from, identifier: 'from' });
    await call('POST /sources/{id}/merge', { params: { id: from }, body: { intoId: into } });
    await runTasks(platform.runtime);
    const alert = sql`SELECT count(*) AS n FROM source_alerts WHERE source_id = ${into} AND id = ${alertId}`;
    expect(await numberOf(alert)).toBe(1);
    const newest = (of: string) =>
      numberOf(sql`SELECT extract(epoch FROM created_at) AS n FROM source_events WHERE source_id = ${of}`);
    expect(await newest(into)).toBe(start + 5 * 1800);
    const donations = sql`SELECT count(*) AS n FROM donation_requests WHERE organization_id = ${world.organization.id} AND identifier = 'into'`;
    expect(await numberOf(donations)).toBe(1);
    const rule = { types: null, from: new Date((start + 4 * 1800) * 1000).toISOString(), to: null };
    await call('POST /sources/{id}/split', { params: { id: into }, body: { rule, newIdentifier: 'later' } });
    await runTasks(platform.runtime);
    expect([await newest(into), await newest(await sourceId('later'))]).toEqual([start + 2 * 1800, start + 5 * 1800]);
    await expectTrueTotals();
  });
});
