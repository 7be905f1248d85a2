import { z } from 'zod';
import { unitMembers, type UnitMember } from './unit-state.ts';

/** Members of one side of a change, as the history keeps them. */
export type ChangedMembers = Readonly<Record<string, unknown>>;

/** One member of a change: what it was and what it became. Null beside a new unit. */
export const memberDiffSchema = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() });
export type MemberDiff = z.infer<typeof memberDiffSchema>;

/** A change of a unit, member by member. */
const unitChangeSchema = z.object({
  id: z.string(),
  changedAt: z.coerce.date(),
  /** page, api, mobile, bulk, import, undo, copy, restore. */
  origin: z.string(),
  actorId: z.string().nullable(),
  actorLabel: z.string(),
  /** The import that made it. */
  importId: z.string().nullable(),
  /** made: with it the unit began; removed: the undo of an import took it away. */
  kind: z.enum(['made', 'changed', 'removed']),
  diffs: z.array(memberDiffSchema),
});

export const unitChangePageSchema = z.object({
  items: z.array(unitChangeSchema),
  /** Names of parents, types and groups that the changes tell of, by id. */
  names: z.record(z.string(), z.string()),
  next: z.string().nullable(),
});
export type UnitChangePage = z.infer<typeof unitChangePageSchema>;

/** What a change did, member by member, in the order of the unit's form. */
export function memberDiffs({
  before,
  after,
}: {
  readonly before: ChangedMembers | null;
  readonly after: ChangedMembers | null;
}): MemberDiff[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields
    .sort((a, b) => rank(a) - rank(b))
    .map((field) => ({ field, before: before?.[field] ?? null, after: after?.[field] ?? null }))
    .filter((diff) => before !== null || !isNothing(diff.after));
}

function rank(field: string): number {
  const place = unitMembers.indexOf(field as UnitMember);
  return place === -1 ? unitMembers.length : place;
}

/** A new unit's members that are empty tell nothing. */
function isNothing(value: unknown): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** The same member in the words of lists and in those of pages: of two changes the older one tells what it was. */
const otherWords: Readonly<Record<string, string>> = {
  ...{ type: 'typeId', groupRefs: 'groupIds', geomHash: 'shape' },
  ...{ typeId: 'type', groupIds: 'groupRefs', shape: 'geomHash' },
};

/**
 * Members of a unit as they were before some changes, given newest first: what lies between then and now. Lists write
 * the type by name and groups by reference, and of a shape only its hash: that is for the caller to translate.
 */
export function membersBefore(changes: readonly { readonly before: ChangedMembers | null }[]): ChangedMembers {
  const members = new Map<string, unknown>();
  for (const { before } of changes) {
    for (const [member, value] of Object.entries(before ?? {})) {
      members.delete(otherWords[member] ?? member);
      members.set(member, value);
    }
  }
  return Object.fromEntries(members);
}
