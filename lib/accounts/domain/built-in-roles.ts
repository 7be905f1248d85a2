import type { Verb } from '#lib/platform/auth/verbs.ts';
import { verbs as allVerbs } from '#lib/platform/auth/verbs.ts';

/** The roles every organization has; their verbs are decided here, not in the database. */
export const builtInRoleKeys = ['owner', 'manager', 'validator', 'analyst', 'collector', 'inspector'] as const;

export type BuiltInRoleKey = (typeof builtInRoleKeys)[number];

export interface BuiltInRole {
  readonly name: string;
  readonly verbs: readonly Verb[];
}

const onlyOwners: readonly Verb[] = ['organization.manage', 'roles.manage'];

/** owner: everything. manager: all but the organization and its custom roles. The others: one job each. */
export const builtInRoles: Readonly<Record<BuiltInRoleKey, BuiltInRole>> = {
  owner: { name: 'Owner', verbs: allVerbs },
  manager: { name: 'Manager', verbs: allVerbs.filter((verb) => !onlyOwners.includes(verb)) },
  validator: {
    name: 'Validator',
    verbs: [
      'studies.read',
      'sources.read',
      'passive.read',
      'passive.quarantine',
      'tasks.read',
      'registry.read',
      'registry.edit',
      'registry.review',
      'registry.restore',
    ],
  },
  analyst: {
    name: 'Analyst',
    verbs: [
      'studies.read',
      'sources.read',
      'passive.read',
      'passive.export',
      'tasks.read',
      'registry.read',
      'tokens.manage',
    ],
  },
  collector: { name: 'Collector', verbs: ['studies.read', 'registry.read', 'collection.submit'] },
  inspector: { name: 'Inspector', verbs: allVerbs.filter((verb) => verb.endsWith('.read')) },
};

/** True for the key of a built-in role. */
export function isBuiltInRoleKey(key: string): key is BuiltInRoleKey {
  return (builtInRoleKeys as readonly string[]).includes(key);
}
