import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { createRandom } from '#e2e/devices/random.ts';
import { demoSeed } from './demo-world.ts';

/** How a room is used, which shows in its air. */
type Use = 'class' | 'staff' | 'waiting' | 'laboratory' | 'cold-store';

export interface DemoRoom {
  readonly name: string;
  readonly use: Use;
  readonly sizeSqm: number;
  readonly heightM: number;
  readonly maxOccupancy: number;
  /** EUI-64 and name of the node in it. */
  readonly eui64: string;
  readonly alias: string;
  /** Everybody may read it. */
  readonly isPublic: boolean;
  /** The node fell silent so many hours before the demo was born. */
  readonly silentForHours?: number;
}

export interface DemoSite {
  readonly name: string;
  readonly timeZone: string;
  readonly address: {
    readonly street1: string;
    readonly zip: string;
    readonly city: string;
    readonly country: string;
    readonly longitude: number;
    readonly latitude: number;
  };
  readonly rooms: readonly DemoRoom[];
}

const school: DemoSite = {
  name: 'Linden school',
  timeZone: 'Europe/Berlin',
  address: {
    ...{ street1: 'Lindenstraße 8', zip: '04109', city: 'Leipzig', country: 'DE' },
    ...{ longitude: 12.3684, latitude: 51.3422 },
  },
  rooms: [
    {
      ...{ name: 'Classroom 2b', use: 'class', sizeSqm: 58, heightM: 3.2, maxOccupancy: 27 },
      ...{ eui64: '70B3D5CA11000001', alias: 'Birch', isPublic: true },
    },
    {
      ...{ name: 'Classroom 3a', use: 'class', sizeSqm: 61, heightM: 3.2, maxOccupancy: 24 },
      ...{ eui64: '70B3D5CA11000002', alias: 'Maple', isPublic: true },
    },
    {
      ...{ name: 'Staff room', use: 'staff', sizeSqm: 34, heightM: 3.2, maxOccupancy: 14 },
      ...{ eui64: '70B3D5CA11000003', alias: 'Rowan', isPublic: false, silentForHours: 9 },
    },
  ],
};

const clinic: DemoSite = {
  name: 'Kololo health centre',
  timeZone: 'Africa/Kampala',
  address: {
    ...{ street1: 'Acacia Avenue 21', zip: '', city: 'Kampala', country: 'UG' },
    ...{ longitude: 32.5921, latitude: 0.3341 },
  },
  rooms: [
    {
      ...{ name: 'Waiting room', use: 'waiting', sizeSqm: 46, heightM: 2.9, maxOccupancy: 30 },
      ...{ eui64: '70B3D5CA11000004', alias: 'Acacia', isPublic: true },
    },
    {
      ...{ name: 'Laboratory', use: 'laboratory', sizeSqm: 22, heightM: 2.9, maxOccupancy: 4 },
      ...{ eui64: '70B3D5CA11000005', alias: 'Fig', isPublic: false },
    },
    {
      ...{ name: 'Vaccine store', use: 'cold-store', sizeSqm: 9, heightM: 2.6, maxOccupancy: 1 },
      ...{ eui64: '70B3D5CA11000006', alias: 'Baobab', isPublic: false },
    },
  ],
};

export const demoSites: readonly DemoSite[] = [school, clinic];

/** A node that waits in a drawer. */
export const spareNode = { eui64: '70B3D5CA11000007', alias: 'Willow (spare)' };

/** How often every node measures. */
export const sensorStepS = 600;

/** How much of the past the sensors of the demo are born with. */
export const sensorHistoryDays = 7;

/** When a room is in use by local hour, and how much its people add to the carbon dioxide at most, in ppm. */
const uses: Readonly<Record<Use, { readonly from: number; readonly to: number; readonly addedPpm: number }>> = {
  class: { from: 8, to: 14, addedPpm: 1350 },
  staff: { from: 7, to: 17, addedPpm: 520 },
  waiting: { from: 8, to: 18, addedPpm: 780 },
  laboratory: { from: 8, to: 17, addedPpm: 260 },
  'cold-store': { from: 9, to: 10, addedPpm: 60 },
};

/** Temperature in °C at night, and how much warmer it is in the afternoon. */
const warmth: Readonly<Record<Use, readonly [number, number]>> = {
  ...{ class: [18.6, 3.4], staff: [19.4, 2.6], waiting: [22.5, 5.1], laboratory: [21.8, 2.2] },
  'cold-store': [4.6, 0.9],
};

/** What a node measures at an instant: the same for the same room and instant, on every machine. */
export function measureRoom({ use, eui64 }: DemoRoom, timeZone: string, at: Date): Readonly<Record<string, number>> {
  const seconds = Math.floor(at.getTime() / 1000);
  const local = seconds + new ZoneClock(timeZone).offsetSeconds(seconds);
  const hour = (local / 3600) % 24;
  const weekday = Math.floor(local / 86_400 + 4) % 7;
  const random = createRandom(demoSeed, eui64, seconds);
  const { from, to, addedPpm } = uses[use];
  const isOpen = use === 'waiting' || (weekday !== 0 && weekday !== 6);
  // Windows are opened every hour and a half: the air gets worse until then, and clears when all have left.
  const isUsed = hour >= from && hour < to;
  const usage = isUsed ? 0.25 + 0.75 * (((hour - from) % 1.5) / 1.5) : Math.max(0, 0.3 - Math.max(0, hour - to) / 4);
  const staleness = isOpen && hour >= from ? usage : 0;
  const [nightly, rise] = warmth[use];
  const day = Math.max(0, Math.sin(((hour - 7) / 14) * Math.PI));
  return {
    co2: Math.round(Math.max(400, 430 + addedPpm * staleness + random.around(18))),
    temperature: round1(nightly + rise * day + random.around(0.15)),
    humidity: Math.round(Math.min(95, Math.max(20, 46 + 9 * staleness - 6 * day + random.around(1.2)))),
    battery_voltage: Math.round(3580 + random.around(6)),
  };
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}
