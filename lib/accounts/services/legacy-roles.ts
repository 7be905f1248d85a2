import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { findRoleRow, insertRole } from '../data/roles.ts';
import { builtInRoles } from '../domain/built-in-roles.ts';
import type { Role } from '../domain/role.ts';

/** Owner, assistant and inspector, as the replaced server writes them (managair.md 2 and 4). */
export const legacyRoles = ['O', 'A', 'I'] as const;
export type LegacyRole = (typeof legacyRoles)[number];

const assistantVerbs: readonly Verb[] = [...builtInRoles.inspector.verbs, 'sources.manage', 'registry.edit'];

/** Our role for each of theirs. The assistant edits the inventory, not the members; ours is made when it is first given. */
const rolesOfLegacy: Readonly<Record<LegacyRole, { readonly key: string; readonly name: string }>> = {
  O: { key: 'owner', name: 'Owner' },
  A: { key: 'assistant', name: 'Assistant' },
  I: { key: 'inspector', name: 'Inspector' },
};

/** Our role for one of theirs, which the organization has afterwards. In a transaction. */
export async function roleOfLegacy(ctx: Context, legacy: LegacyRole): Promise<Pick<Role, 'id' | 'key'>> {
  const { key, name } = rolesOfLegacy[legacy];
  const known = await findRoleRow(ctx, { key });
  if (known) return known;
  const role = { id: newId(), key, name, verbs: assistantVerbs };
  await insertRole(ctx, role);
  const detail = { name, verbs: assistantVerbs };
  await writeAudit(ctx, { action: 'role.create', subjectType: 'role', subjectId: role.id, detail });
  return role;
}

/** Their role for one of ours, by what it allows: all of it; the inventory; or reading. */
export function legacyRoleOf(verbs: readonly Verb[]): LegacyRole {
  if (builtInRoles.owner.verbs.every((verb) => verbs.includes(verb))) return 'O';
  return verbs.includes('sources.manage') && verbs.includes('registry.edit') ? 'A' : 'I';
}
