import { createFleet, type Member } from '#e2e/devices/fleet.ts';
import { pointsBetween } from '#e2e/devices/day.ts';
import type { Transport } from '#e2e/devices/transport.ts';
import { demoSeed, neverHeardOf, silentForHours, type DemoStudy } from './demo-world.ts';

/** A member of the demo's fleet, with how far it has recorded. */
export interface DemoDevice extends Member {
  recordedUntil: Date;
  /** Stopped for good; null for devices that go on. */
  readonly endsAt: Date | null;
}

export interface DemoFleetOptions {
  readonly transport: Transport;
  /** Raw private key of the fleet in Base64, and the study's public key. */
  readonly keys: { readonly devicePrivateKey: string; readonly serverPublicKey: string };
  readonly browserToken: string;
  /** From when each device's record goes on, by identifier. */
  readonly recordedUntil: (identifier: string) => Date;
  readonly bornAt: Date;
}

/** The devices of a study as they were left; those that were never heard of are not among them. */
export function createDemoFleet(study: DemoStudy, options: DemoFleetOptions): DemoDevice[] {
  const members = createFleet({
    seed: demoSeed,
    size: study.deviceCount,
    prefix: study.prefix,
    bundlePath: `/studies/${study.key}/data/add-bundle.json`,
    transport: options.transport,
    keys: options.keys,
    browserToken: options.browserToken,
  });
  return members
    .filter(({ device }) => !neverHeardOf.has(device.identifier))
    .map((member) => {
      const { identifier } = member.device;
      const silentHours = silentForHours[identifier];
      const endsAt = silentHours === undefined ? null : new Date(options.bornAt.getTime() - silentHours * 3_600_000);
      return { ...member, endsAt, recordedUntil: options.recordedUntil(identifier) };
    });
}

/** Records what the device noticed until then, and tries to send all that waits. Returns the number of new points. */
export async function recordAndSend(device: DemoDevice, until: Date): Promise<number> {
  const to = device.endsAt && device.endsAt < until ? device.endsAt : until;
  if (to <= device.recordedUntil) return 0;
  const points = pointsBetween(device.participant, device.recordedUntil, to);
  device.recordedUntil = to;
  device.device.record(points);
  if (device.device.pendingCount > 0) await device.device.flush();
  return points.length;
}
