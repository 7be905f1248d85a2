import { expect, test } from 'vitest';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { verbDescriptions, verbs, type Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor, Grant } from '#lib/platform/context.ts';
import type { StudyId, UserId } from '#lib/platform/ids.ts';
import { builtInRoleKeys, builtInRoles } from './built-in-roles.ts';
import { grantsOfMemberships, grantsOfToken, verbsBeyond, verbsOfRole } from './grants.ts';

const north = 'north' as StudyId;
const south = 'south' as StudyId;
const everywhere = { studyId: null, orgUnitPath: null };

function grant(given: readonly Verb[], place: Partial<Grant> = {}): Grant {
  return { verbs: new Set(given), ...everywhere, ...place };
}

function person(grants: readonly Grant[]): Actor {
  return { kind: 'user', id: 'u' as UserId, label: 'Ana', isAdministrator: false, grants };
}

test('pdk-48 every built-in role holds known verbs only, and the owner holds all', () => {
  for (const key of builtInRoleKeys) {
    for (const verb of builtInRoles[key].verbs) expect(verbDescriptions).toHaveProperty([verb]);
  }
  expect(builtInRoles.owner.verbs).toEqual(verbs);
});

test('pdk-48 seeing the dashboard and taking data out are different verbs', () => {
  expect(builtInRoles.inspector.verbs).toContain('passive.read');
  expect(builtInRoles.inspector.verbs).not.toContain('passive.export');
  expect(builtInRoles.analyst.verbs).toContain('passive.export');
  expect(builtInRoles.collector.verbs).not.toContain('passive.read');
});

test('pdk-48 an inspector changes nothing', () => {
  expect(builtInRoles.inspector.verbs.every((verb) => verb.endsWith('.read'))).toBe(true);
});

test('accounts: a built-in role has the verbs of the code, a custom one those stored, unknown words left out', () => {
  expect(verbsOfRole({ key: 'owner', isBuiltIn: true, verbs: [] })).toEqual(verbs);
  expect(verbsOfRole({ key: 'owner', isBuiltIn: false, verbs: ['tasks.read', 'gone.verb'] })).toEqual(['tasks.read']);
});

test('pdk-48 a membership in one study allows nothing in another', () => {
  const role = { key: 'analyst', isBuiltIn: true, verbs: [] };
  const actor = person(grantsOfMemberships([{ role, studyId: north, orgUnitPath: null }]));
  expect(hasVerb(actor, 'passive.export', { studyId: north })).toBe(true);
  expect(hasVerb(actor, 'passive.export', { studyId: south })).toBe(false);
  expect(hasVerb(actor, 'passive.export')).toBe(false);
});

test('accounts: a token allows the cut of its scopes and what its maker holds now', () => {
  const maker = [grant(['passive.read', 'passive.export']), grant(['sources.manage'], { studyId: north })];
  const granted = grantsOfToken({ scopes: ['passive.read', 'sources.manage', 'users.manage'], studyId: null }, maker);
  expect(granted).toEqual([grant(['passive.read']), grant(['sources.manage'], { studyId: north })]);
});

test('accounts: a token for one study is held to it, and dropped where its maker is held to another', () => {
  const maker = [grant(['passive.read']), grant(['passive.read'], { studyId: south })];
  expect(grantsOfToken({ scopes: ['passive.read'], studyId: north }, maker)).toEqual([
    grant(['passive.read'], { studyId: north }),
  ]);
});

test('accounts: a token of somebody without roles allows nothing', () => {
  expect(grantsOfToken({ scopes: [...verbs], studyId: null }, [])).toEqual([]);
});

test('accounts: nobody can pass on what they hold only in another place', () => {
  const actor = person([grant(['users.manage']), grant(['passive.export'], { studyId: north, orgUnitPath: 'a.b' })]);
  expect(verbsBeyond(actor, ['users.manage', 'passive.export'], everywhere)).toEqual(['passive.export']);
  expect(verbsBeyond(actor, ['passive.export'], { studyId: north, orgUnitPath: 'a.b.c' })).toEqual([]);
  expect(verbsBeyond(actor, ['passive.export'], { studyId: north, orgUnitPath: 'a' })).toEqual(['passive.export']);
});
