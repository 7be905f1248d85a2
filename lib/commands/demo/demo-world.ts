import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import { boxPublicKeyOf } from '#lib/platform/crypto/box-keys.ts';
import type { BuiltInRoleKey } from '#lib/accounts/index.ts';

/** The same seed gives the same people, places and days on every machine. */
export const demoSeed = 'meadow';

export const demoOrganizationName = 'Meadow Research';

export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly role: BuiltInRoleKey;
  readonly locale: 'en' | 'fr' | 'de';
}

/** One person for each built-in role, in the languages of the platform. */
export const demoPeople: readonly DemoPerson[] = [
  { email: 'owner@meadow.example', name: 'Odile Nakato', role: 'owner', locale: 'en' },
  { email: 'manager@meadow.example', name: 'Moses Bergmann', role: 'manager', locale: 'en' },
  { email: 'validator@meadow.example', name: 'Valérie Ouédraogo', role: 'validator', locale: 'fr' },
  { email: 'analyst@meadow.example', name: 'Anil Shrestha', role: 'analyst', locale: 'en' },
  { email: 'collector@meadow.example', name: 'Carla Tremblay', role: 'collector', locale: 'fr' },
  { email: 'inspector@meadow.example', name: 'Ingo Weber', role: 'inspector', locale: 'de' },
];

export interface DemoStudy {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly isDefault: boolean;
  readonly groups: readonly string[];
  /** Devices, called `<prefix>-0001` and so on. */
  readonly prefix: string;
  readonly deviceCount: number;
}

export const mainStudy: DemoStudy = {
  key: 'meadow',
  name: 'Daily rhythms',
  description: 'How people in six towns spend their days: phones and browsers, three groups.',
  isDefault: true,
  groups: ['Intervention', 'Control', 'Field team'],
  prefix: 'P',
  deviceCount: 40,
};

export const pilotStudy: DemoStudy = {
  key: 'meadow-pilot',
  name: 'Daily rhythms, pilot',
  description: 'Four devices that try the next version of the app first.',
  isDefault: false,
  groups: ['Testers'],
  prefix: 'T',
  deviceCount: 4,
};

export const demoStudies = [mainStudy, pilotStudy] as const;

/** Devices that fell silent, by hours since their last upload at the time of the first start. */
export const silentForHours: Readonly<Record<string, number>> = { 'P-0011': 31, 'P-0023': 52, 'P-0032': 60 };

/** Devices that were given out and never heard of. */
export const neverHeardOf: ReadonlySet<string> = new Set(['P-0038', 'P-0040']);

/** How much past the demo is born with, in hours. */
export const historyHours = 72;

/** The password of all demo people: different on each installation, the same at each start. */
export function demoPassword(secret: string): string {
  const digest = sha256Hex(`${secret}\ndemo sign-ins`);
  return `meadow-${digest.slice(0, 5)}-${digest.slice(5, 10)}`;
}

/** The key pair of the demo's fleet; made from the installation's secret, so that the devices still have it next time. */
export function demoFleetKeys(secret: string): { readonly publicKey: string; readonly privateKey: string } {
  const privateKey = Buffer.from(sha256Hex(`${secret}\ndemo fleet`), 'hex').toString('base64');
  return { publicKey: boxPublicKeyOf(privateKey), privateKey };
}
