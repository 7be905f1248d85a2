import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import {
  createAddress,
  createNode,
  createRoom,
  createSite,
  installNode,
  listNodes,
  receiveSamples,
} from '#lib/sensors/index.ts';
import {
  demoSites,
  measureRoom,
  sensorHistoryDays,
  sensorStepS,
  spareNode,
  type DemoRoom,
  type DemoSite,
} from './demo-sensors.ts';

const dayMs = 86_400_000;

interface SeedOptions {
  readonly config: Pick<Config, 'secret'>;
}

/** Makes the sites, rooms and nodes of the demo with a week of values, unless they are there. */
export async function seedSensors(ctx: Context, options: SeedOptions): Promise<void> {
  if (await hasSensors(ctx)) return;
  for (const site of demoSites) await seedSite(ctx, site, options);
  // Last, so that what was cut short is taken up again at the next start.
  await createNode(ctx, { ...spareNode, expectedIntervalS: sensorStepS }, options);
}

async function hasSensors(ctx: Context): Promise<boolean> {
  const { items } = await listNodes(ctx, { limit: 200 });
  return items.some(({ eui64 }) => eui64 === spareNode.eui64);
}

async function seedSite(ctx: Context, site: DemoSite, options: SeedOptions): Promise<void> {
  const { name, timeZone, address, rooms } = site;
  const { items: nodes } = await listNodes(ctx, { limit: 200 });
  const isMade = (room: DemoRoom | undefined) => nodes.some(({ eui64 }) => eui64 === room?.eui64);
  if (isMade(rooms.at(-1))) return;
  await ctx.db.transaction(async () => {
    const { id: addressId } = await createAddress(ctx, address, { isOfOrganization: true });
    const { id: siteId } = await createSite(ctx, { name, timeZone, addressId }, options);
    for (const room of rooms) await seedRoom(ctx, { ...room, siteId }, options);
  });
  for (const room of rooms) await sendPastOf(ctx, site, room);
}

async function seedRoom(ctx: Context, room: DemoRoom & { readonly siteId: string }, options: SeedOptions) {
  const { siteId, name, sizeSqm, heightM, maxOccupancy, eui64, alias, isPublic } = room;
  const { id: roomId } = await createRoom(ctx, { siteId, name, sizeSqm, heightM, maxOccupancy }, options);
  const nodeId = await createNode(ctx, { eui64, alias, expectedIntervalS: sensorStepS }, options);
  const fromAt = new Date(ctx.now().getTime() - (sensorHistoryDays + 1) * dayMs);
  await installNode(ctx, { nodeId, roomId, fromAt, isPublic });
}

async function sendPastOf(ctx: Context, { timeZone }: DemoSite, room: DemoRoom): Promise<void> {
  const now = ctx.now().getTime();
  const until = now - (room.silentForHours ?? 0) * 3_600_000;
  const count = Math.floor((until - (now - sensorHistoryDays * dayMs)) / 1000 / sensorStepS);
  const samples = Array.from({ length: count }, (_, index) => {
    const observedAt = new Date(until - (count - 1 - index) * sensorStepS * 1000);
    const values = measureRoom(room, timeZone, observedAt);
    return { node: { eui64: room.eui64 }, sample: { observedAt, values, quality: 'M' as const } };
  });
  await receiveSamples(ctx, samples);
}
