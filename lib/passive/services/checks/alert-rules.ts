import { z } from 'zod';
import { getStudy } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { closeAlertsOfCheck } from '#lib/sources/index.ts';
import {
  archiveRule,
  findRule,
  insertRule,
  updateRule,
  upsertBuiltIn,
  type AlertRuleRow,
} from '../../data/checks/rules.sql.ts';
import {
  alertRuleDraftSchema,
  type AlertRule,
  type AlertRuleDraft,
  type RuleDefinition,
} from '../../domain/checks/rule.ts';
import { isSlowPattern } from '../search-pattern.ts';
import { checkIdOfRule, commonChecks, readStudyRules, toAlertRule } from './status-checks.ts';

/** The checks of a study, on or off. Errors: `not_found`, `permission_missing`. */
export async function listAlertRules(ctx: Context, studyId: string): Promise<AlertRule[]> {
  await requireStudyOfRules(ctx, studyId);
  return readStudyRules(ctx, studyId);
}

/** A rule of a study's own. Errors: `not_found`, also for one the actor may not see. */
export async function getAlertRule(ctx: Context, id: string): Promise<AlertRule> {
  return toAlertRule(await requireRule(ctx, id));
}

export const createAlertRuleSchema = alertRuleDraftSchema.extend({ studyId: z.guid() });

/** Adds a rule to a study. Errors: `not_found` (study), `permission_missing`, `input_invalid` (a slow pattern). */
export async function createAlertRule(
  ctx: Context,
  { studyId, ...draft }: AlertRuleDraft & { readonly studyId: string },
): Promise<AlertRule> {
  await requireStudyOfRules(ctx, studyId);
  requireQuickPatterns(draft.definition);
  const id = newId();
  return ctx.db.transaction(async () => {
    await insertRule(ctx, { id, studyId, draft, at: ctx.now() });
    await audit(ctx, 'alert-rule.create', { id, studyId, detail: { name: draft.name, definition: draft.definition } });
    return getAlertRule(ctx, id);
  });
}

/** Replaces a rule; switched off, it closes its alerts. Errors: as {@link createAlertRule}. */
export async function updateAlertRule(
  ctx: Context,
  { id, ...draft }: AlertRuleDraft & { readonly id: string },
): Promise<AlertRule> {
  const before = await requireRule(ctx, id);
  requireQuickPatterns(draft.definition);
  const { studyId } = before;
  return ctx.db.transaction(async () => {
    await updateRule(ctx, { id, studyId, draft, at: ctx.now() });
    if (!draft.isEnabled) await closeAlertsOfCheck(ctx, { studyId, checkId: checkIdOfRule(id) });
    const detail = {
      before: { name: before.name, definition: before.definition, isEnabled: before.isEnabled },
      after: draft,
    };
    await audit(ctx, 'alert-rule.update', { id, studyId, detail });
    return getAlertRule(ctx, id);
  });
}

/** Removes a rule and closes its alerts; they stay in the history. Errors: `not_found`, `permission_missing`. */
export async function archiveAlertRule(ctx: Context, id: string): Promise<void> {
  const { studyId, name } = await requireRule(ctx, id);
  await ctx.db.transaction(async () => {
    await archiveRule(ctx, id, ctx.now());
    await closeAlertsOfCheck(ctx, { studyId, checkId: checkIdOfRule(id) });
    await audit(ctx, 'alert-rule.archive', { id, studyId, detail: { name } });
  });
}

export const setBuiltInSchema = z.strictObject({
  studyId: z.guid(),
  checkId: z.string().max(200),
  isEnabled: z.boolean(),
});

/** Turns a built-in check of a study on or off; off, it closes its alerts. Errors: `not_found`, `permission_missing`. */
export async function setBuiltInCheck(ctx: Context, input: z.infer<typeof setBuiltInSchema>): Promise<void> {
  const { studyId, checkId, isEnabled } = input;
  await requireStudyOfRules(ctx, studyId);
  const check = commonChecks(ctx).find(({ id }) => id === checkId);
  if (!check) throw new Problem('not_found', { fields: { checkId: 'There is no such check.' } });
  await ctx.db.transaction(async () => {
    await upsertBuiltIn(ctx, { id: newId(), studyId, builtIn: checkId, name: check.label, isEnabled, at: ctx.now() });
    if (!isEnabled) await closeAlertsOfCheck(ctx, { studyId, checkId });
    await audit(ctx, 'alert-rule.switch', { id: studyId, studyId, detail: { checkId, isEnabled } });
  });
}

/** The study, for somebody who may write its rules. Errors: `not_found`, `permission_missing`. */
export async function requireStudyOfRules(ctx: Context, studyId: string): Promise<void> {
  await getStudy(ctx, studyId);
  requireVerb(ctx, 'alerts.manage', { studyId });
}

async function requireRule(ctx: Context, id: string): Promise<AlertRuleRow> {
  const row = await findRule(ctx, id);
  if (!row || !hasVerb(ctx.actor, 'studies.read', { studyId: row.studyId })) throw new Problem('not_found');
  requireVerb(ctx, 'alerts.manage', { studyId: row.studyId });
  return row;
}

/** A pattern that takes too long on some texts is refused when it is written, not when a device sends one. */
export function requireQuickPatterns(definition: RuleDefinition): void {
  if (definition.kind !== 'threshold') return;
  definition.steps.forEach(({ operator, value }, index) => {
    if (operator !== 'matches' || !isSlowPattern(String(value))) return;
    const detail = 'This pattern takes too long on some texts. Avoid a repetition inside a repetition, like (a+)+.';
    throw new Problem('input_invalid', { detail, fields: { [`definition.steps.${String(index)}.value`]: detail } });
  });
}

interface Subject {
  readonly id: string;
  readonly studyId: string;
  readonly detail: object;
}

async function audit(ctx: Context, action: string, { id, studyId, detail }: Subject): Promise<void> {
  await writeAudit(ctx, { action, subjectType: 'alert-rule', subjectId: id, studyId, detail });
}
