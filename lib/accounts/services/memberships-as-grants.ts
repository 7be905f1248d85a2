import type { Grant } from '#lib/platform/context.ts';
import type { MembershipRow } from '../data/callers.sql.ts';
import type { OrganizationChoice } from '../domain/caller.ts';
import { grantsOfMemberships } from '../domain/grants.ts';

/** What a person's memberships allow in one organization. */
export function grantsIn(memberships: readonly MembershipRow[], organizationId: string): readonly Grant[] {
  const rows = memberships.filter((row) => row.organization_id === organizationId);
  return grantsOfMemberships(
    rows.map((row) => ({
      role: { key: row.role_key, isBuiltIn: row.role_is_built_in, verbs: row.role_verbs },
      studyId: row.study_id,
      orgUnitPath: row.org_unit_path,
    })),
  );
}

/** The organizations of a person, in the order of their memberships (by name). */
export function organizationsOf(memberships: readonly MembershipRow[]): readonly OrganizationChoice[] {
  const names = new Map(memberships.map((row) => [row.organization_id, row.organization_name]));
  return [...names].map(([id, name]) => ({ id, name }));
}
