import { placeKeys, type PlaceKey } from '#components/shell/places.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor } from '#lib/platform/context.ts';

/** One of these, in any study, opens the door; an empty list opens it to everyone who is signed in. */
const verbsOfPlace: Readonly<Record<PlaceKey, readonly Verb[]>> = {
  home: [],
  sources: ['sources.read'],
  alerts: ['sources.read'],
  issues: ['sources.read'],
  quarantine: ['passive.quarantine'],
  donations: ['donations.manage'],
  configurations: ['passive.configure'],
  codebook: ['passive.read'],
  places: ['registry.read'],
  sensors: ['sources.read'],
  exports: ['passive.export'],
  tasks: [],
  system: ['health.read'],
  settings: [
    'organization.manage',
    'users.read',
    'users.manage',
    'roles.manage',
    'tokens.manage',
    'audit.read',
    'studies.read',
  ],
};

/** The doors of the rail that this person may enter. */
export function visiblePlaces(actor: Actor): PlaceKey[] {
  const holds = (verb: Verb) => studiesWithVerb(actor, verb)?.length !== 0;
  return placeKeys.filter((key) => verbsOfPlace[key].length === 0 || verbsOfPlace[key].some(holds));
}
