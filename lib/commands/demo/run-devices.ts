import { setTimeout as sleep } from 'node:timers/promises';
import { actorOfPerson, createToken, getStudyByKey, listTokens, revokeToken } from '#lib/accounts/index.ts';
import { backdateProcessing, measureBacklog } from '#lib/passive/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { listSources, listSourcesSchema } from '#lib/sources/index.ts';
import { createTransport } from '#e2e/devices/transport.ts';
import { createDemoFleet, recordAndSend, type DemoDevice } from './demo-fleet.ts';
import { demoFleetKeys, demoPeople, demoStudies, historyHours, mainStudy } from './demo-world.ts';
import { orderFirstExport } from './order-first-export.ts';
import { sendFaults } from './send-faults.ts';
import { openPastDoor, sendPast } from './send-past.ts';
import { sendSensors } from './send-sensors.ts';

/** How often the fleet looks whether somebody has something to send. */
const roundMs = 10_000;
/** Every device uploads in one round of so many. */
const roundsPerUpload = 6;

const tokenName = 'Browsers of the demo';
const hourMs = 3_600_000;
const pollMs = 1000;

export interface DevicesOptions {
  readonly ctx: Context;
  readonly signal: AbortSignal;
}

/** Gives the platform a past when it has none, then keeps every device sending until told to stop. */
export async function runDevices(runtime: Runtime, { ctx, signal }: DevicesOptions): Promise<void> {
  const token = await renewToken(runtime, ctx);
  const isNew = (await latestRecordAt(ctx)).size === 0;
  if (isNew) await livePast(runtime, { ctx, token, signal });
  const transport = createTransport({ baseUrl: `http://127.0.0.1:${runtime.config.port}`, maxConnections: 8 });
  if (isNew && (await isProcessed(runtime, signal))) {
    await backdateProcessing(ctx);
    await orderFirstExport(runtime, ctx);
  }
  const recorded = await latestRecordAt(ctx);
  const now = new Date();
  const devices = await openFleets(runtime, {
    ctx,
    token,
    transport,
    recordedUntil: (name) => recorded.get(name) ?? now,
  });
  await keepSending(runtime, { devices, transport, token, signal });
  transport.close();
}

/** Waits until all that was sent is processed; false when told to stop before. */
async function isProcessed(runtime: Runtime, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted && (await measureBacklog(runtime)).bundlesWaiting > 0) await sleep(pollMs);
  return !signal.aborted;
}

async function livePast(
  runtime: Runtime,
  { ctx, token, signal }: DevicesOptions & { readonly token: string },
): Promise<void> {
  const door = await openPastDoor(runtime);
  const transport = createTransport({ baseUrl: door.url, maxConnections: 8 });
  const to = new Date();
  const from = new Date(to.getTime() - historyHours * hourMs);
  try {
    const devices = await openFleets(runtime, { ctx, token, transport, recordedUntil: () => from });
    const pointCount = await sendPast({ door, devices, from, to, signal });
    door.setClock(new Date());
    await sendFaults(transport, `/studies/${mainStudy.key}/data/add-bundle.json`, new Date());
    runtime.log.info({ pointCount, deviceCount: devices.length }, 'the devices have sent their past');
  } finally {
    transport.close();
    await door.close();
  }
}

interface FleetsOptions {
  readonly ctx: Context;
  readonly token: string;
  readonly transport: ReturnType<typeof createTransport>;
  readonly recordedUntil: (identifier: string) => Date;
}

async function openFleets(runtime: Runtime, options: FleetsOptions): Promise<DemoDevice[]> {
  const devicePrivateKey = demoFleetKeys(runtime.config.secret).privateKey;
  const fleets: DemoDevice[] = [];
  for (const study of demoStudies) {
    const { serverPublicKey, createdAt } = await getStudyByKey(options.ctx, study.key);
    const keys = { devicePrivateKey, serverPublicKey: serverPublicKey ?? '' };
    const { transport, recordedUntil, token } = options;
    fleets.push(...createDemoFleet(study, { transport, keys, browserToken: token, recordedUntil, bornAt: createdAt }));
  }
  return fleets;
}

interface KeptSending {
  readonly devices: readonly DemoDevice[];
  readonly transport: ReturnType<typeof createTransport>;
  readonly token: string;
  readonly signal: AbortSignal;
}

async function keepSending(runtime: Runtime, { devices, transport, token, signal }: KeptSending): Promise<void> {
  let sensedAt = new Date();
  for (let round = 0; !signal.aborted; round += 1) {
    const due = devices.filter((_, index) => index % roundsPerUpload === round % roundsPerUpload);
    for (const device of due) {
      const count = await recordAndSend(device, new Date());
      if (count > 0) runtime.log.debug({ device: device.device.identifier, count }, 'sent');
    }
    const at = new Date();
    try {
      await sendSensors({ transport, token, at }, sensedAt);
      sensedAt = at;
    } catch (error) {
      runtime.log.warn({ err: error }, 'the sensors of the demo could not send; they try again');
    }
    await sleep(roundMs, undefined, { signal }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
}

/** Until when the platform knows each device of the demo, by identifier; those it never heard of are left out. */
async function latestRecordAt(ctx: Context): Promise<ReadonlyMap<string, Date>> {
  const known = new Map<string, Date>();
  for (const { key } of demoStudies) {
    const { items } = await listSources(ctx, listSourcesSchema.parse({ study: key, limit: 200 }));
    for (const { identifier, lastCreatedAt } of items) {
      if (lastCreatedAt) known.set(identifier, new Date(lastCreatedAt.getTime() + 1));
    }
  }
  return known;
}

/** A fresh token for the browsers that upload with PUT; the one of the last start is ended. */
async function renewToken(runtime: Runtime, ctx: Context): Promise<string> {
  const manager = demoPeople.find(({ role }) => role === 'manager')?.email ?? '';
  const person = await actorOfPerson(runtime, { email: manager, organization: ctx.organizationId });
  const own = runtime.context({ ...person, requestId: newId() });
  for (const { id, name } of await listTokens(own)) if (name === tokenName) await revokeToken(own, id);
  const created = await createToken(own, { name: tokenName, scopes: ['intake.send'], studyId: null, lifeDays: 30 });
  return created.token;
}
