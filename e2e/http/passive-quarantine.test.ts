import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  dismissByReason,
  dismissQuarantined,
  editQuarantined,
  getQuarantined,
  listQuarantined,
  listQuarantineReasons,
  processUntilEmpty,
  reopenQuarantined,
  replayByReason,
  replayQuarantine,
  replayQuarantined,
} from '#lib/passive/index.ts';
import { newBoxKeyPair } from '#lib/platform/crypto/box-keys.ts';
import { sealText } from '#lib/platform/crypto/seal.ts';
import { sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { addBundle, aPoint, openPassiveTest, type PassiveTest } from '../harness/passive.ts';
import { anotherStudy, aPerson, contextOf, type Tenant } from '../harness/tenant.ts';

let test: PassiveTest;
let tenant: Tenant;
let ctx: Context;

beforeAll(async () => {
  test = await openPassiveTest();
  tenant = await test.aTenant();
  ctx = contextOf(test.runtime.db, tenant, aPerson(['passive.quarantine']));
});
afterAll(() => test.close());

const rowSchema = z.record(z.string(), z.unknown());
const rows = (statement: SqlStatement) => test.runtime.db.query(rowSchema, statement);

async function points(): Promise<number> {
  const [row] = await rows(
    sql`SELECT count(*)::int AS n FROM data_points WHERE organization_id = ${tenant.organizationId}`,
  );
  return row!['n'] as number;
}

async function counted(): Promise<number> {
  const [row] = await rows(sql`SELECT coalesce(sum(point_count), 0)::int AS n FROM source_types
    WHERE organization_id = ${tenant.organizationId}`);
  return row!['n'] as number;
}

async function firstOf(reason: Parameters<typeof listQuarantined>[1]['reason']) {
  const { items } = await listQuarantined(ctx, { reason, studyIds: null });
  return items[0]!;
}

/** A task's context without a queue behind it. */
function taskContext(): TaskContext {
  return { ...ctx, signal: new AbortController().signal, progress: () => undefined } as unknown as TaskContext;
}

describe('pdk-16 quarantine', () => {
  it('pdk-16 shows reasons and rows, edits one, and replays it', async () => {
    await addBundle(test, tenant, [aPoint({ timestamp: 1760000000 }), { level: 1 }], { details: { ip: '192.0.2.7' } });
    await processUntilEmpty(test.runtime);
    expect(await listQuarantineReasons(ctx, null)).toMatchObject([{ reason: 'metadata_missing', count: 1 }]);
    const { id } = await firstOf('metadata_missing');
    expect(await getQuarantined(ctx, id)).toMatchObject({ content: '{"level":1}', position: 1, suggestion: null });

    expect(await editQuarantined(ctx, { id, content: '{"level":' })).toMatchObject({ isReadable: false });
    expect(await replayQuarantined(ctx, { ids: [id] })).toMatchObject([{ outcome: 'wrong' }]);
    const mended = JSON.stringify(aPoint({ timestamp: 1760000001, members: { level: 1 } }));
    expect(await editQuarantined(ctx, { id, content: mended })).toEqual({ isReadable: true, points: 1 });
    expect(await replayQuarantined(ctx, { ids: [id] })).toEqual([
      { id, outcome: 'stored', reason: null, detail: null },
    ]);
    expect([await points(), await counted()]).toEqual([2, 2]);
    expect((await getQuarantined(ctx, id)).state).toBe('replayed');
    expect(await replayQuarantined(ctx, { ids: [id] })).toEqual([]);
    const actions = await rows(
      sql`SELECT action FROM audit_events WHERE organization_id = ${tenant.organizationId} ORDER BY at`,
    );
    expect(actions.map(({ action }) => action)).toEqual([
      'quarantine.edit',
      'quarantine.replay',
      'quarantine.edit',
      'quarantine.replay',
    ]);
  });

  it('pdk-16 mends all points of a reason in one Task, and each point is stored once', async () => {
    const before = await points();
    const late = (index: number) => aPoint({ source: 'P-ms', timestamp: 1754742600000 + index });
    await addBundle(
      test,
      tenant,
      Array.from({ length: 700 }, (_point, index) => late(index)),
    );
    await addBundle(test, tenant, [late(0), aPoint({ timestamp: -5 })]);
    await processUntilEmpty(test.runtime);
    const { id } = await firstOf('timestamp_out_of_range');
    expect((await getQuarantined(ctx, id)).suggestion).toBeNull();
    const input = { reason: 'timestamp_out_of_range', studyIds: null, mend: true } as const;
    expect(await replayByReason(ctx, input)).toMatch(/^[0-9a-f-]{36}$/);
    const { result } = await replayQuarantine.execute(taskContext(), input);
    expect(result).toEqual({ stored: 701, waiting: 0, wrong: 1 });
    expect(await points()).toBe(before + 700);
    expect(await counted()).toBe(before + 700);
    expect((await replayQuarantine.execute(taskContext(), input)).result).toEqual({ stored: 0, waiting: 0, wrong: 1 });
  });

  it('pdk-16 reads a whole bundle again after its key was added', async () => {
    const server = newBoxKeyPair();
    const sodium = (await import('libsodium-wrappers')).default;
    await sodium.ready;
    const device = sodium.crypto_box_keypair();
    const nonce = Buffer.alloc(24, 9);
    const sealed = sodium.crypto_box_easy(
      gzipSync(JSON.stringify([aPoint({ source: 'P-box' })])).toString('base64'),
      nonce,
      Buffer.from(server.publicKey, 'base64'),
      device.privateKey,
    );
    const before = await points();
    const options = { isEncrypted: true, isBinary: true, compression: 'gzip', nonce: nonce.toString('base64') };
    await addBundle(test, tenant, Buffer.from(sealed), options);
    await processUntilEmpty(test.runtime);
    const { id } = await firstOf('key_missing');
    expect(await replayQuarantined(ctx, { ids: [id] })).toMatchObject([{ outcome: 'waiting' }]);
    await processUntilEmpty(test.runtime);
    expect((await firstOf('key_missing')).id).toBe(id);

    const serverKey = sealText(test.runtime.config.secret, server.privateKey);
    await test.runtime.db.execute(sql`UPDATE studies SET server_key_sealed = ${serverKey},
        server_public_key = ${server.publicKey}, client_public_key = ${Buffer.from(device.publicKey).toString('base64')}
      WHERE organization_id = ${tenant.organizationId}`);
    await expect
      .poll(
        async () => {
          await replayQuarantined(ctx, { ids: [id] });
          await processUntilEmpty(test.runtime);
          return points();
        },
        { timeout: 15_000, interval: 500 },
      )
      .toBe(before + 1);
    expect((await getQuarantined(ctx, id)).state).toBe('replayed');
    const envelopes = await rows(sql`SELECT DISTINCT is_encrypted FROM point_envelopes e JOIN data_points p
      ON p.organization_id = e.organization_id AND p.envelope_id = e.id JOIN sources s ON s.organization_id = p.organization_id
      AND s.id = p.source_id WHERE s.identifier = 'P-box' AND e.organization_id = ${tenant.organizationId}`);
    expect(envelopes).toEqual([{ is_encrypted: true }]);
  });

  it('pdk-16 dismisses one, many and a reason, and takes it back', async () => {
    await addBundle(test, tenant, [1, 2, 3, 4] as unknown as object[]);
    await processUntilEmpty(test.runtime);
    const { items } = await listQuarantined(ctx, { reason: 'not_an_object', studyIds: null });
    const ids = items.slice(0, 2).map(({ id }) => id);
    expect((await dismissQuarantined(ctx, { ids })).sort()).toEqual(ids.sort());
    expect(await dismissQuarantined(ctx, { ids })).toEqual([]);
    expect(await reopenQuarantined(ctx, { ids: [ids[0]!] })).toEqual([ids[0]]);
    expect(await dismissByReason(ctx, { reason: 'not_an_object', studyIds: null })).toBe(3);
    expect((await listQuarantined(ctx, { state: 'dismissed', studyIds: null })).items.length).toBe(4);
  });

  it('pdk-16 gives pages of a long list', async () => {
    const own = contextOf(test.runtime.db, await test.aTenant(), aPerson(['passive.quarantine']));
    const [first, second] = [own.organizationId, tenant.organizationId];
    expect(first).not.toBe(second);
    await addBundle(
      test,
      { ...tenant, organizationId: own.organizationId, studyId: await studyOf(own) },
      Array.from({ length: 7 }, () => ({})),
    );
    await processUntilEmpty(test.runtime);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof listQuarantined>> = await listQuarantined(own, {
        cursor,
        limit: 3,
        studyIds: null,
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(7);
    await expect(listQuarantined(own, { cursor: 'x', studyIds: null })).rejects.toMatchObject({
      code: 'cursor_invalid',
    });
  });

  it('pdk-16 shows and changes nothing of studies that are not one’s own', async () => {
    const other = await anotherStudy(test.runtime.db, tenant);
    const stranger = contextOf(test.runtime.db, tenant, aPerson(['passive.quarantine'], other.studyId));
    await addBundle(test, tenant, [{}]);
    await processUntilEmpty(test.runtime);
    const { id } = await firstOf('metadata_missing');
    expect((await listQuarantined(stranger, { studyIds: null })).items).toEqual([]);
    await expect(getQuarantined(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(editQuarantined(stranger, { id, content: '{}' })).rejects.toMatchObject({ code: 'not_found' });
    expect(await replayQuarantined(stranger, { ids: [id] })).toEqual([]);
    expect(await dismissQuarantined(stranger, { ids: [id] })).toEqual([]);
    const reader = contextOf(test.runtime.db, tenant, aPerson(['passive.read']));
    await expect(async () => listQuarantined(reader, { studyIds: null })).rejects.toBeInstanceOf(Problem);
  });
});

async function studyOf({ organizationId }: Context) {
  const [row] = await rows(sql`SELECT id FROM studies WHERE organization_id = ${organizationId}`);
  return row!['id'] as Tenant['studyId'];
}
