import { createAndroidPhone } from './android-phone.ts';
import { createBrowserExtension } from './browser-extension.ts';
import type { Device, DeviceOptions } from './device.ts';
import type { FleetOptions, Member } from './fleet.ts';
import { createIosPhone } from './ios-phone.ts';
import { createNetworkProxy } from './network-proxy.ts';
import { createParticipant, type Participant, type Platform } from './participant.ts';
import { toPoint } from './point.ts';
import { createRandom } from './random.ts';

/** Every client that passive-data-kit.md, section 1.9, describes, in each way it sends. */
type Client = 'android' | 'android-plain' | 'android-keyed' | 'android-small' | 'ios' | 'rex' | 'rex-v3' | 'proxy';

/** Of every ten devices. */
const clients: readonly Client[] = [
  ...(['android', 'ios', 'android-plain', 'rex', 'android-keyed'] as const),
  ...(['proxy', 'android-small', 'rex-v3', 'ios', 'rex'] as const),
];

export type SoakOptions = Required<FleetOptions>;

/** People with clients of every kind, in the same mix whatever the size. */
export function createSoakFleet(options: SoakOptions): Member[] {
  return Array.from({ length: options.size }, (_, index) => {
    const client = clients[index % clients.length] ?? 'android';
    const identifier = `${options.prefix}-${client}-${String(index + 1).padStart(3, '0')}`;
    const participant = createParticipant(options.seed, identifier, platformOf(client));
    return { participant, device: createClient(options, client, participant) };
  });
}

function platformOf(client: Client): Platform {
  if (client === 'ios') return 'ios';
  return client.startsWith('android') ? 'android' : 'browser';
}

function createClient(options: SoakOptions, client: Client, participant: Participant): Device {
  const { identifier } = participant;
  const common: DeviceOptions = { identifier, transport: options.transport, bundlePath: options.bundlePath };
  if (client === 'ios') return createIosPhone(common);
  if (client === 'proxy') return createNetworkProxy(common);
  const makeStatus = createStatusMaker(participant);
  if (client === 'rex') return createBrowserExtension({ ...common, makeStatus });
  if (client === 'rex-v3') return createBrowserExtension({ ...common, makeStatus, token: options.browserToken });
  return createAndroidPhone({
    ...common,
    random: createRandom(options.seed, identifier, 'order'),
    compression: client === 'android-plain' ? 'none' : 'gzip',
    outOfMemoryShare: client === 'android-small' ? 0.5 : 0,
    ...(client === 'android-keyed' && { keys: options.keys }),
  });
}

/** Makes the state that REX reports with each bundle; no two are alike. */
function createStatusMaker(participant: Participant) {
  let reports = 0;
  return (pendingCount: number) => {
    reports += 1;
    const properties = { 'pending-points': pendingCount, 'local-storage-bytes': 4096 + reports, report: reports };
    return toPoint(participant, { typeId: 'pdk-system-status', at: new Date(), properties });
  };
}
