import { describe, expect, it } from 'vitest';
import type { Actor, Grant } from '../context.ts';
import type { StudyId, UserId } from '../ids.ts';
import { hasVerb, studiesWithVerb } from './require-verb.ts';

const study = (name: string) => name as StudyId;
const person = (...grants: Grant[]): Actor => ({
  kind: 'user',
  id: 'u' as UserId,
  label: 'u',
  isAdministrator: false,
  grants,
});
const grant = (over: Partial<Grant> = {}): Grant => ({
  verbs: new Set(['passive.export']),
  studyId: null,
  orgUnitPath: null,
  ...over,
});

describe('hasVerb', () => {
  it('pdk-48 a grant limited to a study reaches that study and nothing beside it', () => {
    const actor = person(grant({ studyId: study('one') }));
    expect(hasVerb(actor, 'passive.export', { studyId: 'one' })).toBe(true);
    expect(hasVerb(actor, 'passive.export', { studyId: 'two' })).toBe(false);
    expect(hasVerb(actor, 'passive.export')).toBe(false);
    expect(hasVerb(actor, 'passive.read', { studyId: 'one' })).toBe(false);
  });

  it('platform: a grant limited to a sub-tree reaches the unit and what is below, not its namesake neighbour', () => {
    const actor = person(grant({ orgUnitPath: 'cd.kinshasa' }));
    expect(hasVerb(actor, 'passive.export', { orgUnitPath: 'cd.kinshasa' })).toBe(true);
    expect(hasVerb(actor, 'passive.export', { orgUnitPath: 'cd.kinshasa.gombe' })).toBe(true);
    expect(hasVerb(actor, 'passive.export', { orgUnitPath: 'cd.kinshasa2' })).toBe(false);
    expect(hasVerb(actor, 'passive.export')).toBe(false);
  });

  it('platform: devices hold no verbs', () => {
    expect(hasVerb({ kind: 'device', studyId: study('one'), label: 'd' }, 'passive.read', { studyId: 'one' })).toBe(
      false,
    );
  });
});

describe('studiesWithVerb', () => {
  it('pdk-48 lists the studies of limited grants, null when one grant is unlimited', () => {
    expect(
      studiesWithVerb(person(grant({ studyId: study('one') }), grant({ studyId: study('two') })), 'passive.export'),
    ).toEqual(['one', 'two']);
    expect(studiesWithVerb(person(grant({ studyId: study('one') }), grant()), 'passive.export')).toBeNull();
    expect(studiesWithVerb(person(), 'passive.export')).toEqual([]);
  });
});
