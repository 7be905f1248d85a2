import { getStudyByKey } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hasVerb, requireVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  deleteSchedule,
  findSchedule,
  insertSchedule,
  selectSchedules,
  switchSchedule,
} from '../../data/schedules.sql.ts';
import { nextRunAfter, type ExportSchedule, type ScheduleDraft } from '../../domain/schedule.ts';
import { planOrder, requireSomething } from '../plan-order.ts';

/** Schedules of the studies in which the actor may export, or of one of them, by name. Errors: `permission_missing`, `not_found`. */
export async function listSchedules(ctx: Context, study: string | null): Promise<ExportSchedule[]> {
  const allowed: readonly string[] | null = studiesWithVerb(ctx.actor, 'passive.export');
  if (allowed?.length === 0) requireVerb(ctx, 'passive.export');
  if (study === null) return selectSchedules(ctx, allowed);
  const { id } = await getStudyByKey(ctx, study);
  requireVerb(ctx, 'passive.export', { studyId: id });
  return selectSchedules(ctx, [id]);
}

/**
 * Has an order given again and again, in the name of the person who asks. It is planned once to see that it can be made.
 * Errors: `not_found`, `permission_missing` (programs have no schedules), `input_invalid`.
 */
export async function createSchedule(ctx: Context, { study, ...draft }: ScheduleDraft): Promise<ExportSchedule> {
  const { id: studyId } = await getStudyByKey(ctx, study);
  requireVerb(ctx, 'passive.export', { studyId });
  if (ctx.actor.kind !== 'user') {
    throw new Problem('permission_missing', {
      detail: 'A schedule runs in the name of a person; sign in to make one.',
    });
  }
  requireSomething(await planOrder(ctx, studyId, draft.order));
  const id = newId();
  const nextRunAt = nextRunAfter(draft, draft.order.timeZone, ctx.now());
  await ctx.db.transaction(async () => {
    await insertSchedule(ctx, { id, studyId, draft, createdBy: ctx.actor.label, nextRunAt, at: ctx.now() });
    const { name, every, hour, onDay, covers } = draft;
    await audit(ctx, 'create', { id, studyId, detail: { name, every, hour, onDay, covers } });
  });
  return getSchedule(ctx, id);
}

/** Turns a schedule on or off; what was missed while it was off is not made up for. Errors: `not_found`. */
export async function setScheduleEnabled(
  ctx: Context,
  { id, isEnabled }: { readonly id: string; readonly isEnabled: boolean },
): Promise<ExportSchedule> {
  const schedule = await getSchedule(ctx, id);
  const nextRunAt = nextRunAfter(schedule, schedule.order.timeZone, ctx.now());
  await ctx.db.transaction(async () => {
    await switchSchedule(ctx, { id, isEnabled, nextRunAt });
    await audit(ctx, 'switch', { ...schedule, detail: { name: schedule.name, isEnabled } });
  });
  return getSchedule(ctx, id);
}

/** Removes a schedule; what it has ordered stays. Errors: `not_found`. */
export async function removeSchedule(ctx: Context, id: string): Promise<void> {
  const schedule = await getSchedule(ctx, id);
  await ctx.db.transaction(async () => {
    await deleteSchedule(ctx, id);
    await audit(ctx, 'remove', { ...schedule, detail: { name: schedule.name } });
  });
}

/** One schedule. Throws `not_found`, also for one of a study in which the actor may not export. */
async function getSchedule(ctx: Context, id: string): Promise<ExportSchedule> {
  const schedule = await findSchedule(ctx, id);
  if (!schedule || !hasVerb(ctx.actor, 'passive.export', { studyId: schedule.studyId })) throw new Problem('not_found');
  return schedule;
}

interface AuditedChange extends Pick<ExportSchedule, 'id' | 'studyId'> {
  readonly detail: object;
}

async function audit(ctx: Context, verb: string, { id, studyId, detail }: AuditedChange): Promise<void> {
  const entry = { action: `export-schedule.${verb}`, subjectType: 'export_schedule', subjectId: id, studyId };
  await writeAudit(ctx, { ...entry, detail });
}
