import { setTimeout as wait } from 'node:timers/promises';
import { Readable, Transform } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  compileExport,
  estimateExport,
  exportOrderSchema,
  getExportOrder,
  listExports,
  orderExport,
} from '#lib/exports/index.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import type { Actor, Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId, type TaskId } from '#lib/platform/ids.ts';
import type { MailMessage } from '#lib/platform/mail/mail.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { getTask, listTaskLog, openTaskResult, stopTask } from '#lib/platform/tasks/index.ts';
import { fillDataset } from '../bench/dataset.ts';
import { readArchive, readResult, readTable } from '../harness/archive.ts';
import { addBundle, aPoint, openPassiveTest, type PassiveTest, type PointOptions } from '../harness/passive.ts';
import { runTasks } from '../harness/tasks.ts';
import { anotherStudy, aPerson, type Tenant } from '../harness/tenant.ts';

let test: PassiveTest;

beforeAll(async () => {
  test = await openPassiveTest();
});
afterAll(() => test.close());

const as = ({ organizationId }: Tenant, actor: Actor = aPerson(['passive.export', 'tasks.read'])): Context =>
  test.runtime.context({ organizationId, actor, requestId: newId() });

/** Sends points as devices do; they are processed. */
async function send(tenant: Tenant, points: readonly PointOptions[], receivedAt?: Date): Promise<void> {
  await addBundle(test, tenant, points.map(aPoint), receivedAt ? { receivedAt } : {});
  await processUntilEmpty(test.runtime);
}

type Ordered = Partial<z.input<typeof exportOrderSchema>>;

async function order(ctx: Context, tenant: Tenant, asked: Ordered): Promise<readonly TaskId[]> {
  const { taskIds } = await orderExport(ctx, { studyId: tenant.studyId, order: exportOrderSchema.parse(asked) });
  return taskIds;
}

/** Orders, does the work and opens the archive of the only part. */
async function exported(ctx: Context, tenant: Tenant, asked: Ordered): Promise<Map<string, string>> {
  const [taskId] = await order(ctx, tenant, asked);
  await runTasks(test.runtime);
  expect(await getTask(ctx, taskId!)).toMatchObject({ state: 'succeeded', error: null });
  return readResult(ctx, taskId!);
}

const manifestOf = (members: Map<string, string>) =>
  JSON.parse(members.get('CAIRN-MANIFEST')!) as {
    archive: string;
    problems: { type: string }[];
    files: { name: string; rows: number; sizeBytes: number; sha256: string; isComplete: boolean }[];
  };

const std = ['Source', 'Created Timestamp', 'Created Date', 'Recorded Timestamp', 'Recorded Date'];
const receivedAt = new Date('2026-08-03T15:30:00Z');
const at = Date.parse('2026-08-03T12:00:00Z') / 1000;
const stamps = [String(at), '2026-08-03T15:00:00.250000+03:00', '1785771000', '2026-08-03T18:30:00+03:00'];
const utcStamps = [String(at), '2026-08-03T12:00:00.250000+00:00', '1785771000', '2026-08-03T15:30:00+00:00'];

describe('pdk-33 standard reports', () => {
  it.each([
    {
      type: 'pdk-device-battery',
      members: {
        level: 83,
        scale: 100,
        plugged: 'usb',
        health: 'good',
        present: true,
        status: 'charging',
        temperature: 271,
        voltage: 4012,
        technology: 'Li-ion',
      },
      file: 'pdk-device-battery/p-1.txt',
      headers: ['Level', 'Scale', 'Plugged', 'Health', 'Voltage', 'Technology', 'Present', 'Temperature'],
      cells: ['83', '100', 'usb', 'good', '4012', 'Li-ion', 'True', '271'],
    },
    {
      type: 'pdk-location',
      members: {
        observed: 1785758400250,
        latitude: 0.3136,
        longitude: 32.5811,
        altitude: 1190.5,
        accuracy: 4.25,
        speed: 1.5,
        bearing: 271,
        provider: 'gps',
        location_timestamp: 1785758400000,
      },
      file: 'pdk-location/p-1.txt',
      headers: [
        'Observed',
        'Raw Timestamp',
        'Provider',
        'Latitude',
        'Longitude',
        'Accuracy',
        'Altitude',
        'Speed',
        'Bearing',
      ],
      cells: ['1785758400250', '1785758400000', 'gps', '0.3136', '32.5811', '4.25', '1190.5', '1.5', '271'],
    },
    {
      type: 'pdk-app-event',
      members: { event_name: 'opened', event_details: { screen: 'plots' } },
      file: 'pdk_pdk-app-event.txt',
      headers: ['Event Name', 'Event Properties'],
      cells: ['opened', '{"screen":"plots"}'],
    },
    {
      type: 'pdk-screen-state',
      members: { state: 'doze' },
      file: 'pdk-screen-state/p-1.txt',
      headers: ['Screen State'],
      cells: ['doze'],
    },
    {
      type: 'pdk-system-status',
      members: {
        storage_available: 21000000000,
        storage_other: 1,
        storage_app: 2,
        storage_total: 64000000000,
        runtime: 5,
        system_runtime: 6,
        'pending-points': 7,
      },
      file: 'pdk-system-status/p-1.txt',
      headers: [
        'Available Storage',
        'Other Storage',
        'App Storage',
        'Total Storage',
        'App Runtime',
        'System Runtime',
        'Pending Points',
      ],
      cells: ['21000000000', '1', '2', '64000000000', '5', '6', '7'],
    },
    {
      type: 'pdk-foreground-application',
      members: { application: 'org.example.notes', duration: 5000, screen_active: false, category: 'TOOLS' },
      file: 'pdk-foreground-application/p-1.txt',
      headers: ['Application', 'Duration', 'Screen Active', 'Play Store Category'],
      cells: ['org.example.notes', '5000', 'False', 'TOOLS'],
    },
  ])(
    'pdk-33 $type has its columns, and empty cells where the device said nothing',
    async ({ type, members, file, headers, cells }) => {
      const tenant = await test.aTenant();
      await send(
        tenant,
        [
          { source: 'P-1', type, timestamp: at + 0.25, members },
          { source: 'P-1', type, timestamp: at + 60, members: {} },
        ],
        receivedAt,
      );
      const archive = await exported(as(tenant), tenant, { timeZone: 'Africa/Kampala' });
      const isUtc = type === 'pdk-location';
      const [header, row, empty] = readTable(archive.get(file)!);
      expect(header).toEqual([...std, ...headers]);
      expect(row).toEqual(['P-1', ...(isUtc ? utcStamps : stamps), ...cells]);
      expect(empty).toHaveLength(5 + headers.length);
      expect(empty?.slice(5)).toEqual(headers.map(() => ''));
      expect(archive.get(file)!.split('\r\n')).toHaveLength(4);
    },
  );

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
    await send(tenant, points);
    const archive = await exported(as(tenant), tenant, {});
    const rows = readTable(archive.get('pdk_pdk-app-event.txt')!).slice(1);
    const expected = ['A', 'B'].flatMap((source) =>
      points.filter((point) => point.source === source).sort((one, other) => one.timestamp - other.timestamp),
    );
    expect(rows.map(([source, created, , , , name, details]) => [source, created, name, JSON.parse(details!)])).toEqual(
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
    await send(tenant, [
      { source: 'P 1', type: 'pdk-screen-state', members: { state: 'on' } },
      { source: 'P-1', type: 'pdk-screen-state', members: { state: 'off' } },
      { source: 'Q', type: 'pdk-device-battery', members: { level: 1 } },
    ]);
    const archive = await exported(as(tenant), tenant, { types: ['pdk-screen-state'] });
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
    await send(
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
    const archive = await exported(as(tenant), tenant, { timeZone: 'Africa/Kampala' });
    const [header, row] = readTable(
      archive.get('__evil type.txt') ?? archive.get('_/evil type.txt') ?? archive.get([...archive.keys()][0]!)!,
    );
    expect([...archive.keys()].every((name) => !name.includes('..') && !name.includes('/'))).toBe(true);
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

describe('pdk-31 raw days', () => {
  it('pdk-31 are one file for each source, type and UTC day, laid out by two, in order, whole', async () => {
    const tenant = await test.aTenant();
    const midnight = Date.parse('2026-08-04T00:00:00Z') / 1000;
    const level = (source: string, timestamp: number, value: number) => ({
      source,
      timestamp,
      members: { level: value },
    });
    await send(tenant, [
      level('P 1', midnight, 3),
      level('P 1', midnight - 1, 2),
      level('P 1', midnight - 90, 1),
      level('Q', midnight + 86_399, 4),
    ]);
    const archive = await exported(as(tenant), tenant, { formats: ['raw'] });
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
    const archive = await exported(as(tenant), tenant, { formats: ['tables', 'raw'] });
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
        await send(tenant, [{ type, timestamp, members: { level: day } }], received);
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
    const created = await exported(as(tenant), tenant, { formats: [...formats], from: '2026-08-02', to: '2026-08-03' });
    expect(levels(created)).toEqual({ table: [2, 3], generic: [2, 3], raw: [2, 2, 3, 3] });
    const recorded = await exported(as(tenant), tenant, {
      formats: [...formats],
      dateKind: 'recorded',
      from: '2026-08-10',
      to: '2026-08-11',
    });
    expect(levels(recorded)).toEqual({ table: [1, 2], generic: [1, 2], raw: [1, 1, 2, 2] });
    const none = await exported(as(tenant), tenant, {
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
    await send(
      tenant,
      made.map((iso, level) => ({ timestamp: Date.parse(iso) / 1000, members: { level } })),
    );
    const archive = await exported(as(tenant), tenant, {
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

describe('pdk-30 orders', () => {
  it('pdk-30 name sources or groups, say beforehand what they come to, and can be repeated', async () => {
    const tenant = await test.aTenant();
    await send(
      tenant,
      ['A', 'B', 'C'].flatMap((source) => [1, 2].map((second) => ({ source, timestamp: at + second }))),
    );
    const sources = await test.runtime.db.query(
      z.object({ id: z.string(), identifier: z.string() }),
      sql`SELECT id, identifier FROM sources WHERE organization_id = ${tenant.organizationId} ORDER BY identifier`,
    );
    const groupId = newId();
    await test.runtime.db.execute(
      sql`INSERT INTO source_groups (organization_id, id, study_id, name) VALUES (${tenant.organizationId}, ${groupId}, ${tenant.studyId}, 'arm')`,
    );
    await test.runtime.db.execute(
      sql`UPDATE sources SET group_id = ${groupId} WHERE organization_id = ${tenant.organizationId} AND identifier = 'C'`,
    );
    const ctx = as(tenant);
    const asked = exportOrderSchema.parse({ sourceIds: [sources[0]!.id], groupIds: [groupId] });
    expect(await estimateExport(ctx, { studyId: tenant.studyId, order: asked })).toMatchObject({
      sources: 2,
      types: 1,
      points: 4,
      parts: 1,
    });
    const { taskIds } = await orderExport(ctx, { studyId: tenant.studyId, order: asked });
    await runTasks(test.runtime);
    expect([...(await readResult(ctx, taskIds[0]!)).keys()]).toEqual([
      'pdk-device-battery/a.txt',
      'pdk-device-battery/c.txt',
      'CAIRN-MANIFEST',
    ]);
    expect((await listExports(ctx, { studyId: tenant.studyId })).items.map((task) => task.id)).toEqual(taskIds);
    const again = await getExportOrder(ctx, taskIds[0]!);
    expect(again).toMatchObject({
      studyId: tenant.studyId,
      order: { types: ['pdk-device-battery'], sourceIds: [sources[0]!.id, sources[2]!.id] },
    });
  });

  it('pdk-30 are split by size; each part says which of how many, and its requester is told by mail', async () => {
    const tenant = await test.aTenant();
    const timestamps = Array.from({ length: 900 }, (_, index) => at + index);
    for (const source of ['A', 'B', 'C'])
      await send(
        tenant,
        timestamps.map((timestamp) => ({ source, timestamp })),
      );
    const userId = newId();
    await test.runtime.db.execute(
      sql`INSERT INTO users (id, email, name) VALUES (${userId}, ${`${userId}@example.org`}, 'Ada')`,
    );
    const ctx = as(tenant, { ...aPerson(['passive.export']), id: userId } as Actor);
    const taskIds = await order(ctx, tenant, { partPoints: 1_800, prefix: 'trial', suffix: 'x' });
    expect(taskIds).toHaveLength(2);
    const sent: MailMessage[] = [];
    const mail = {
      canSend: true,
      send: (message: MailMessage) => Promise.resolve(void sent.push(message)),
      close: () => undefined,
    };
    await runTasks({ ...test.runtime, mail });
    const tasks = await Promise.all(taskIds.map((id) => getTask(ctx, id)));
    expect(tasks.map((task) => task.title)).toEqual([
      'Export of 1 type of 2 sources (1 of 2)',
      'Export of 1 type of 1 source (2 of 2)',
    ]);
    expect(tasks[1]?.resultFile?.name).toMatch(/^trial_[0-9a-f]{8}-2_x\.zip$/);
    expect(sent.map((message) => [message.to, message.subject])).toEqual(
      [1, 2].map((part) => [`${userId}@example.org`, `[Cairn] Your export is ready (${String(part)} of 2)`]),
    );
    expect(sent[0]?.text).toContain(`/exports?task=${taskIds[0]!}`);
    expect([...(await readResult(ctx, taskIds[1]!)).keys()]).toEqual(['pdk-device-battery/c.txt', 'CAIRN-MANIFEST']);
  });

  it('pdk-30 that name what is not there are refused, field by field', async () => {
    const tenant = await test.aTenant();
    await send(tenant, [{}]);
    const other = await anotherStudy(test.runtime.db, tenant);
    await send(other, [{ source: 'elsewhere' }]);
    const [foreign] = await test.runtime.db.query(
      z.object({ id: z.string() }),
      sql`SELECT id FROM sources WHERE organization_id = ${tenant.organizationId} AND identifier = 'elsewhere'`,
    );
    const ctx = as(tenant);
    await expect(order(ctx, tenant, { sourceIds: [foreign!.id] })).rejects.toMatchObject({
      code: 'input_invalid',
      fields: { sourceIds: expect.any(String) as string },
    });
    await expect(order(ctx, tenant, { types: ['pdk-locatoin'] })).rejects.toMatchObject({
      code: 'input_invalid',
      fields: { types: expect.stringContaining('pdk-locatoin') as string },
    });
    await expect(order(ctx, await anotherStudy(test.runtime.db, tenant), {})).rejects.toMatchObject({
      code: 'input_invalid',
    });
    expect(exportOrderSchema.safeParse({ from: '2026-08-03', to: '2026-08-02' }).success).toBe(false);
    expect(exportOrderSchema.safeParse({ from: '03/08/2026' }).success).toBe(false);
    expect(exportOrderSchema.safeParse({ timeZone: 'Mars/Olympus' }).success).toBe(false);
  });

  it('pdk-30 need the permission in the study, at the order and at the download; both are audited', async () => {
    const tenant = await test.aTenant();
    await send(tenant, [{}]);
    const other = await anotherStudy(test.runtime.db, tenant);
    const there = as(tenant, aPerson(['passive.export'], other.studyId));
    await expect(order(there, tenant, {})).rejects.toMatchObject({ code: 'permission_missing' });
    const here = as(tenant, aPerson(['passive.export'], tenant.studyId));
    const [taskId] = await order(here, tenant, {});
    await runTasks(test.runtime);
    const reader = as(tenant, aPerson(['tasks.read', 'passive.read']));
    await expect(openTaskResult(reader, { taskId: taskId! })).rejects.toMatchObject({ code: 'permission_missing' });
    await expect(openTaskResult(there, { taskId: taskId! })).rejects.toMatchObject({ code: 'not_found' });
    await readResult(here, taskId!);
    const actions = await test.runtime.db.query(
      z.object({ action: z.string() }),
      sql`SELECT action FROM audit_events WHERE organization_id = ${tenant.organizationId} ORDER BY at, id`,
    );
    expect(actions.map((event) => event.action)).toEqual(['export.order', 'task.download']);
  });

  it('pdk-30 come with a manifest: rows, bytes and checksum of each file', async () => {
    const tenant = await test.aTenant();
    await send(tenant, [{ timestamp: at }, { timestamp: at + 1 }]);
    const archive = await exported(as(tenant), tenant, { from: '2026-08-01' });
    const manifest = manifestOf(archive);
    expect(manifest.archive).toMatch(/^pdk_export_final_[0-9a-f]{8}_2026-08-01\.zip$/);
    const table = Buffer.from(archive.get('pdk-device-battery/p-1.txt')!);
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', table)).toString('hex');
    expect(manifest.files).toEqual([
      expect.objectContaining({
        name: 'pdk-device-battery/p-1.txt',
        rows: 2,
        sizeBytes: table.length,
        sha256: digest,
        isComplete: true,
      }),
    ]);
  });
});

describe('pdk-30 what goes wrong', () => {
  it('pdk-30 a type that cannot be written is named in log, manifest and state; the others are whole', async () => {
    const tenant = await test.aTenant();
    await send(tenant, [
      { type: 'custom', members: { x: 1 } },
      { type: 'pdk-device-battery', members: { level: 9 } },
    ]);
    await test.runtime.db.execute(
      sql`DELETE FROM point_envelopes WHERE organization_id = ${tenant.organizationId} AND metadata ->> 'generator-id' = 'custom'`,
    );
    const ctx = as(tenant);
    const [taskId] = await order(ctx, tenant, {});
    await runTasks(test.runtime);
    const task = await getTask(ctx, taskId!);
    expect(task).toMatchObject({
      state: 'failed',
      error: { code: 'export_incomplete' },
      can: { download: true, retry: true },
    });
    expect(task.error?.detail).toContain('custom');
    expect(
      (await listTaskLog(ctx, { taskId: taskId! })).items.some(
        (line) => line.level === 'error' && line.message.includes('custom'),
      ),
    ).toBe(true);
    const archive = await readResult(ctx, taskId!);
    expect(readTable(archive.get('pdk-device-battery/p-1.txt')!)[1]?.[5]).toBe('9');
    const manifest = manifestOf(archive);
    expect(manifest.problems.map((problem) => problem.type)).toEqual(['custom']);
    expect(manifest.files.map((file) => [file.name, file.isComplete])).toEqual([
      ['custom.txt', false],
      ['pdk-device-battery/p-1.txt', true],
    ]);
  });

  it('pdk-30 an export stopped half-way leaves no file, even when the store takes nothing more', async () => {
    const { organizationId, studyId } = await fillDataset(test.runtime.db, { points: 60_000, sources: 6 });
    const tenant: Tenant = { organizationId, studyId, studyKey: '' };
    const ctx = as(tenant);
    const [taskId] = await order(ctx, tenant, { formats: ['raw'] });
    let taken = 0;
    const worker = runTasks(withSlowStore(test.runtime, (bytes) => (taken += bytes)));
    await vi.waitFor(() => {
      expect(taken).toBeGreaterThan(0);
    }, 30_000);
    await stopTask(ctx, taskId!);
    const askedAt = Date.now();
    await worker;
    expect(Date.now() - askedAt).toBeLessThan(3_000);
    expect(await getTask(ctx, taskId!)).toMatchObject({ state: 'stopped', resultFile: null });
    await expect(test.runtime.blobs.size(`${organizationId}/tasks/${taskId!}/1`)).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

/** A blob store that takes a piece and then waits: long enough for a person to press stop. */
function withSlowStore(runtime: Runtime, took: (bytes: number) => void): Runtime {
  const slow = () =>
    new Transform({
      transform(bytes: Buffer, _encoding, done) {
        took(bytes.length);
        void wait(20_000, undefined, { ref: false }).then(() => {
          done(null, bytes);
        });
      },
    });
  return {
    ...runtime,
    context: (options) => {
      const ctx = runtime.context(options);
      const put: typeof ctx.blobs.put = (key, content) => {
        const source = content instanceof Readable ? content : Readable.from([content]);
        const target = slow();
        source.on('error', (error) => target.destroy(error));
        return ctx.blobs.put(key, source.pipe(target));
      };
      return { ...ctx, blobs: { ...ctx.blobs, put } };
    },
  };
}

it('pdk-30 a job of an older version is refused, not half done', async () => {
  const wrong = compileExport.execute({} as never, { orderId: 'x' });
  await expect(wrong).rejects.toMatchObject({ code: 'input_invalid' });
  await expect(readArchive(Buffer.from('not a zip'))).rejects.toThrow();
});
