import { createAndroidPhone } from './android-phone.ts';
import { createBrowserExtension } from './browser-extension.ts';
import type { Device, DeviceOptions } from './device.ts';
import { createIosPhone } from './ios-phone.ts';
import { createParticipant, type Participant, type Platform } from './participant.ts';
import type { FleetKeys } from './payload.ts';
import { createRandom } from './random.ts';
import type { Transport } from './transport.ts';

/** A person and the client that sends for them. */
export interface Member {
  readonly participant: Participant;
  readonly device: Device;
}

export interface FleetOptions {
  /** The same seed gives the same people. */
  readonly seed: string;
  readonly size: number;
  /** Identifiers are this, a hyphen and a number: "P-0001". */
  readonly prefix: string;
  readonly bundlePath: string;
  readonly transport: Transport;
  readonly keys?: FleetKeys;
  /** For browsers that use PUT; without it all of them post forms. */
  readonly browserToken?: string;
}

/** A mix as studies have it: of every ten, six Android phones, two iPhones and two browsers. */
const mix: readonly Platform[] = [
  ...(['android', 'android', 'ios', 'android', 'browser'] as const),
  ...(['android', 'android', 'ios', 'android', 'browser'] as const),
];

/** What the device with this number (from 0) of a fleet is. */
export function platformAt(index: number): Platform {
  return mix[index % mix.length] ?? 'android';
}

/** People and their devices. */
export function createFleet(options: FleetOptions): Member[] {
  return Array.from({ length: options.size }, (_, index) => {
    const identifier = `${options.prefix}-${String(index + 1).padStart(4, '0')}`;
    const participant = createParticipant(options.seed, identifier, platformAt(index));
    return { participant, device: createDevice(options, participant, index) };
  });
}

function createDevice(options: FleetOptions, { identifier, platform }: Participant, index: number): Device {
  const common: DeviceOptions = { identifier, transport: options.transport, bundlePath: options.bundlePath };
  if (platform === 'ios') return createIosPhone(common);
  if (platform === 'browser') {
    const token = index % 20 === 9 ? options.browserToken : undefined;
    return createBrowserExtension(token === undefined ? common : { ...common, token });
  }
  const keys = index % 4 === 1 ? options.keys : undefined;
  return createAndroidPhone({
    ...common,
    random: createRandom(options.seed, identifier, 'order'),
    compression: index % 5 === 3 ? 'none' : 'gzip',
    ...(keys ? { keys } : {}),
  });
}
