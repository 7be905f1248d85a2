import { z } from 'zod';
import { unitStatusSchema, type UnitStatus } from './org-unit.ts';
import { maxSearches } from './unit-list-query.ts';
import { unitSearchSchema } from './unit-search.ts';

/** Most units named one by one; more are chosen by searches. */
const maxNamedUnits = 10_000;
const maxGroups = 100;

const groupListSchema = z.array(z.guid()).max(maxGroups).default([]);

/** What to do with units: members that are left out stay as they are. */
const bulkChangeSchema = z
  .strictObject({
    status: unitStatusSchema.optional(),
    typeId: z.guid().optional(),
    addGroupIds: groupListSchema,
    removeGroupIds: groupListSchema,
  })
  .refine(
    ({ status, typeId, addGroupIds, removeGroupIds }) =>
      status !== undefined || typeId !== undefined || addGroupIds.length + removeGroupIds.length > 0,
    'Say what to change.',
  )
  .refine(({ addGroupIds, removeGroupIds }) => !addGroupIds.some((id) => removeGroupIds.includes(id)), {
    error: 'A unit cannot join and leave a group at once.',
    path: ['removeGroupIds'],
  });
export type BulkChange = z.infer<typeof bulkChangeSchema>;

/** Units named one by one, or all that some searches find but some. */
const bulkSelectionSchema = z.union([
  z.strictObject({ ids: z.array(z.guid()).min(1).max(maxNamedUnits) }),
  z.strictObject({
    searches: z.array(unitSearchSchema).min(1).max(maxSearches),
    except: z.array(z.guid()).max(maxNamedUnits).default([]),
  }),
]);
export type BulkSelection = z.infer<typeof bulkSelectionSchema>;

/** One change of many units of a version (spec 2.2). */
export const bulkEditSchema = z.strictObject({
  version: z.guid(),
  selection: bulkSelectionSchema,
  change: bulkChangeSchema,
});
export type BulkEdit = z.infer<typeof bulkEditSchema>;

/** Why a unit is left as it is although the change would change it. */
export const skipReasons = ['not_yours', 'code_repeated', 'one_group_only'] as const;
export type SkipReason = (typeof skipReasons)[number];

/** The reasons in words, for the report. */
export const skipSentences: Readonly<Record<SkipReason, string>> = {
  not_yours: 'It lies outside the part of the tree in which you may edit.',
  code_repeated: 'Another valid unit of the version has its code.',
  one_group_only: 'It is in another group of a set of which a unit may be in one group only.',
};

/** How many units of a selection are changed, are so already, and are skipped. */
export const bulkOutcomeSchema = z.object({
  changed: z.number(),
  unchanged: z.number(),
  skipped: z.object({ not_yours: z.number(), code_repeated: z.number(), one_group_only: z.number() }),
});
export type BulkOutcome = z.infer<typeof bulkOutcomeSchema>;

/** What a change would do. */
export const bulkPreviewSchema = bulkOutcomeSchema.extend({
  /** Units selected. */
  selected: z.number(),
  /** Of them, those that were looked at; the numbers above are of these. */
  lookedAt: z.number(),
  /** The first that would be skipped. */
  examples: z.array(z.object({ id: z.guid(), name: z.string(), reason: z.enum(skipReasons) })),
});
export type BulkPreview = z.infer<typeof bulkPreviewSchema>;

/** A unit as a bulk edit sees it. */
export interface EditedUnit {
  readonly id: string;
  readonly legacyId: number;
  readonly name: string;
  readonly status: UnitStatus;
  readonly typeId: string | null;
  readonly code: string;
  /** Sorted. */
  readonly groupIds: readonly string[];
  /** It lies in a tree in which the actor may edit. */
  readonly isEditable: boolean;
}

/** Members that a bulk edit changes. */
export type EditedMembers = Partial<Pick<EditedUnit, 'status' | 'typeId' | 'groupIds'>>;

export interface UnitEdit {
  readonly unit: EditedUnit;
  readonly before: EditedMembers;
  readonly after: EditedMembers;
}

export interface SkippedUnit {
  readonly unit: EditedUnit;
  readonly reason: SkipReason;
}

export interface BulkPlan {
  readonly edits: readonly UnitEdit[];
  readonly skipped: readonly SkippedUnit[];
  readonly unchanged: number;
}

export interface BulkRules {
  readonly change: BulkChange;
  /** Codes that valid units have; the plan adds those it gives. */
  readonly takenCodes: Set<string>;
  /** Groups of which a unit may not be in one and in an added group at once. */
  readonly rivalGroupIds: ReadonlySet<string>;
}

/** Decides for each unit whether and how it changes. */
export function planBulkEdit(units: readonly EditedUnit[], rules: BulkRules): BulkPlan {
  const edits: UnitEdit[] = [];
  const skipped: SkippedUnit[] = [];
  let unchanged = 0;
  for (const unit of units) {
    const edit = editOf(unit, rules.change);
    const reason = edit && reasonToSkip(edit, rules);
    if (!edit) unchanged += 1;
    else if (reason) skipped.push({ unit, reason });
    else edits.push(edit);
    if (edit && !reason && becomesValid(edit)) rules.takenCodes.add(unit.code);
  }
  return { edits, skipped, unchanged };
}

function editOf(unit: EditedUnit, change: BulkChange): UnitEdit | null {
  const { status = unit.status, typeId = unit.typeId } = change;
  const kept = unit.groupIds.filter((id) => !change.removeGroupIds.includes(id));
  const groupIds = [...new Set([...kept, ...change.addGroupIds])].sort();
  const changed = [
    ...(status === unit.status ? [] : (['status'] as const)),
    ...(typeId === unit.typeId ? [] : (['typeId'] as const)),
    ...(groupIds.join() === unit.groupIds.join() ? [] : (['groupIds'] as const)),
  ];
  if (changed.length === 0) return null;
  const pick = (members: Required<EditedMembers>): EditedMembers =>
    Object.fromEntries(changed.map((member) => [member, members[member]]));
  return { unit, before: pick(unit), after: pick({ status, typeId, groupIds }) };
}

function reasonToSkip(edit: UnitEdit, { takenCodes, rivalGroupIds }: BulkRules): SkipReason | null {
  const { unit, after } = edit;
  if (!unit.isEditable) return 'not_yours';
  if (becomesValid(edit) && takenCodes.has(unit.code)) return 'code_repeated';
  if (after.groupIds?.some((id) => rivalGroupIds.has(id))) return 'one_group_only';
  return null;
}

/** It becomes valid with a code, which then no other valid unit may have. */
function becomesValid({ unit, after }: UnitEdit): boolean {
  return after.status === 'VALID' && unit.code !== '';
}
