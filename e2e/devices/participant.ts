import { createRandom, type Random } from './random.ts';
import { towns, type GridPosition, type Town } from './town.ts';

export type Platform = 'android' | 'ios' | 'browser';

/** A made-up person with a phone: where they live and work, when they sleep, which apps they use. */
export interface Participant {
  /** What the device calls itself. */
  readonly identifier: string;
  readonly platform: Platform;
  readonly town: Town;
  readonly userAgent: string;
  readonly home: GridPosition;
  readonly work: GridPosition;
  readonly leisure: GridPosition;
  /** Local hours of the day, fractions allowed. */
  readonly wakesAtHour: number;
  readonly sleepsAtHour: number;
  readonly apps: readonly App[];
  /** Battery used per idle hour and per hour of screen, in percent. */
  readonly idleDrainPct: number;
  readonly screenDrainPct: number;
  readonly storageTotalBytes: number;
  /** Chance that belongs to this person on one day; the same day gives the same life. */
  randomOf(stream: string, day: number): Random;
}

export interface App {
  readonly package: string;
  readonly category: string;
  /** Relative frequency of use. */
  readonly weight: number;
}

const apps: readonly App[] = [
  { package: 'org.example.messages', category: 'COMMUNICATION', weight: 9 },
  { package: 'org.example.browser', category: 'COMMUNICATION', weight: 6 },
  { package: 'org.example.fieldnotes', category: 'PRODUCTIVITY', weight: 4 },
  { package: 'org.example.maps', category: 'TRAVEL_AND_LOCAL', weight: 2 },
  { package: 'org.example.radio', category: 'MUSIC_AND_AUDIO', weight: 3 },
  { package: 'org.example.football', category: 'SPORTS', weight: 2 },
  { package: 'org.example.camera', category: 'PHOTOGRAPHY', weight: 2 },
  { package: 'org.example.mobilemoney', category: 'FINANCE', weight: 1 },
];

const androidModels = [
  'Android 14 SDK 34; Acme P7',
  'Android 13 SDK 33; Tecnica Spark 9',
  'Android 12 SDK 31; Norrland A2',
];
const iosMachines = ['iOS 16.4; iPhone12,1', 'iOS 15.7; iPhone9,3'];
const browserAgent =
  'Meadow/2.0 Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';

/** Makes the same person each time from the same seed and identifier. */
export function createParticipant(seed: string, identifier: string, platform: Platform): Participant {
  const random = createRandom(seed, identifier);
  const town = random.pick(towns);
  const corner = (reachBlocks: number): GridPosition => ({
    alongM: random.whole(-reachBlocks, reachBlocks) * town.blockM,
    acrossM: random.whole(-reachBlocks, reachBlocks) * town.blockM,
  });
  return {
    identifier,
    platform,
    town,
    userAgent: userAgentOf(platform, random),
    home: corner(14),
    work: corner(10),
    leisure: corner(16),
    wakesAtHour: random.between(5.5, 8),
    sleepsAtHour: random.between(21.5, 23.7),
    apps: random.shuffle(apps).slice(0, 6),
    idleDrainPct: random.between(0.9, 1.9),
    screenDrainPct: random.between(9, 15),
    storageTotalBytes: random.pick([32, 64, 128]) * 1_000_000_000,
    randomOf: (stream, day) => createRandom(seed, identifier, stream, day),
  };
}

function userAgentOf(platform: Platform, random: Random): string {
  if (platform === 'android') return `Meadow/4.1 Passive Data Kit/1.0 (${random.pick(androidModels)})`;
  if (platform === 'ios') return `Meadow/4.1 Passive Data Kit/1.0 (${random.pick(iosMachines)})`;
  return browserAgent;
}
