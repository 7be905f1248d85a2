import { getStudyByKey, type Study } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type StudyId, type TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { startTask } from '#lib/platform/tasks/index.ts';
import { dayMs } from '#lib/platform/time/zone.ts';
import {
  deleteRetentionRule,
  estimateExpiring,
  findRetentionRule,
  selectRetentionRules,
  selectStudiesWithRetention,
  upsertRetentionRule,
} from '../../data/retention/rules.sql.ts';
import type { RetentionDraft, RetentionPreview, RetentionRule } from '../../domain/retention/point-retention.ts';
import { expirePointsTask } from './expire-task.ts';

/** How long a study keeps points, by type. Errors: `not_found`, `permission_missing`. */
export async function listRetentionRules(ctx: Context, study: string): Promise<RetentionRule[]> {
  const { id } = await requireManaged(ctx, study);
  return selectRetentionRules(ctx, id);
}

/**
 * Sets how long points of a type are kept; the nightly run, or one that a person starts, removes what is older.
 * Errors: `not_found`, `permission_missing`.
 */
export async function setRetentionRule(
  ctx: Context,
  { study, type, keepDays }: RetentionDraft,
): Promise<RetentionRule> {
  const { id: studyId } = await requireManaged(ctx, study);
  const at = ctx.now();
  const rule = { studyId, type, keepDays, createdBy: ctx.actor.label };
  return ctx.db.transaction(async () => {
    const id = await upsertRetentionRule(ctx, { ...rule, id: newId(), at });
    await audit(ctx, 'point-retention.set', { ...rule, id });
    return { ...rule, id, createdAt: at };
  });
}

/** Removes a rule: points of the type are kept as the others are, or for good. Errors: `not_found`. */
export async function removeRetentionRule(ctx: Context, id: string): Promise<void> {
  await ctx.db.transaction(async () => {
    const rule = await findRetentionRule(ctx, id);
    if (!rule || !hasVerb(ctx.actor, 'studies.manage', { studyId: rule.studyId })) throw new Problem('not_found');
    await deleteRetentionRule(ctx, id);
    await audit(ctx, 'point-retention.remove', rule);
  });
}

/** About what a rule would remove now, in numbers. Errors: `not_found`, `permission_missing`. */
export async function previewRetention(
  ctx: Context,
  { study, type, keepDays }: RetentionDraft,
): Promise<RetentionPreview> {
  const { id: studyId } = await requireManaged(ctx, study);
  return estimateExpiring(ctx, { studyId, type, before: new Date(ctx.now().getTime() - keepDays * dayMs) });
}

/** Starts a Task that removes what a study keeps no longer. Errors: `not_found`, `permission_missing`. */
export async function startExpiry(ctx: Context, study: string): Promise<TaskId> {
  const { id: studyId, name } = await requireManaged(ctx, study);
  return ctx.db.transaction(async () => {
    const taskId = await start(ctx, { studyId, name });
    const entry = { action: 'point-retention.run', subjectType: 'task', subjectId: taskId, studyId };
    await writeAudit(ctx, { ...entry, detail: {} });
    return taskId;
  });
}

/** Starts the Tasks of every study of every organization that has rules. Run by the clock, each night. */
export async function expireByTheClock(runtime: Pick<Runtime, 'db' | 'context'>): Promise<number> {
  const studies = await selectStudiesWithRetention(runtime.db);
  for (const { organizationId, studyId, studyName } of studies) {
    const actor = { kind: 'system', label: 'retention' } as const;
    await start(runtime.context({ organizationId, actor, requestId: newId() }), { studyId, name: studyName });
  }
  return studies.length;
}

function start(ctx: Context, { studyId, name }: { readonly studyId: StudyId; readonly name: string }): Promise<TaskId> {
  const title = `Retention of points of ${name}`;
  return startTask(ctx, { kind: expirePointsTask, title, studyId, input: { studyId } });
}

async function requireManaged(ctx: Context, key: string): Promise<Study> {
  const study = await getStudyByKey(ctx, key);
  requireVerb(ctx, 'studies.manage', { studyId: study.id });
  return study;
}

async function audit(ctx: Context, action: string, rule: Omit<RetentionRule, 'createdAt'>): Promise<void> {
  const { id, studyId, type, keepDays } = rule;
  const entry = { action, subjectType: 'point_retention', subjectId: id, studyId };
  await writeAudit(ctx, { ...entry, detail: { type, keepDays } });
}
