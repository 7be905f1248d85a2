import { getStudyByKey } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type StudyId, type TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { startTask } from '#lib/platform/tasks/index.ts';
import { dayMs } from '#lib/platform/time/zone.ts';
import { listSelectedSources } from '#lib/sources/index.ts';
import type { PushSenders } from '#lib/platform/push/push-sender.ts';
import { findNudgeSettings, takeDueRounds } from '../../data/nudges/settings.sql.ts';
import type { NudgeAim } from '../../data/nudges/targets.sql.ts';
import { defaultNudgeSettings, maxNudgedSources, type StartNudgeInput } from '../../domain/nudges/nudge.ts';
import { nudgeTask } from './nudge-task.ts';

const hourMs = 3_600_000;

/**
 * Starts a Task that wakes phones: those that are named, or those of a study that its settings are for.
 * Errors: `not_found`, `permission_missing`, `push_not_set_up`, `input_invalid` (nobody, or too many).
 */
export async function startNudge(ctx: Context, input: StartNudgeInput, push: PushSenders): Promise<TaskId> {
  if ('study' in input) {
    const { id: studyId, name } = await getStudyByKey(ctx, input.study);
    requireVerb(ctx, 'sources.manage', { studyId });
    requireService(push);
    return startRound(ctx, { studyId, title: `Nudge of ${name}` });
  }
  const sources = await listSelectedSources(ctx, input.selection, maxNudgedSources + 1);
  if (sources.length === 0) throw new Problem('not_found', { detail: 'There are no such sources.' });
  requireService(push);
  if (sources.length > maxNudgedSources) {
    const detail = `One act wakes at most ${String(maxNudgedSources)} sources; nudge the whole study instead.`;
    throw new Problem('input_invalid', { detail, fields: { selection: detail } });
  }
  const studies = new Set(sources.map(({ studyId }) => studyId));
  const [studyId = null] = studies.size === 1 ? studies : [];
  const sourceIds = sources.map(({ id }) => id);
  const title = `Nudge of ${String(sourceIds.length)} ${sourceIds.length === 1 ? 'source' : 'sources'}`;
  return start(ctx, { studyId, title, aim: { studyId: null, sourceIds, heardSince: null, silentSince: null } });
}

function requireService({ fcm, apns }: PushSenders): void {
  if (!fcm && !apns) throw new Problem('push_not_set_up');
}

/** Starts the rounds that are due, of every study of every organization. Run by the clock. */
export async function nudgeByTheClock(runtime: Pick<Runtime, 'db' | 'context' | 'push'>): Promise<number> {
  if (!runtime.push.fcm && !runtime.push.apns) return 0;
  return runtime.db.transaction(async () => {
    const due = await takeDueRounds(runtime.db, new Date());
    for (const { organizationId, studyId } of due) {
      const actor = { kind: 'system', label: 'nudges' } as const;
      const ctx = runtime.context({ organizationId, actor, requestId: newId() });
      await startRound(ctx, { studyId, title: 'Nudge by the clock' });
    }
    return due.length;
  });
}

async function startRound(ctx: Context, { studyId, title }: { studyId: StudyId; title: string }): Promise<TaskId> {
  const { activeDays, silentHours } = (await findNudgeSettings(ctx, studyId)) ?? defaultNudgeSettings;
  const now = ctx.now().getTime();
  const heardSince = new Date(now - activeDays * dayMs);
  const silentSince = silentHours === 0 ? null : new Date(now - silentHours * hourMs);
  return start(ctx, { studyId, title, aim: { studyId, sourceIds: null, heardSince, silentSince } });
}

interface Start {
  readonly studyId: string | null;
  readonly title: string;
  readonly aim: NudgeAim;
}

function start(ctx: Context, { studyId, title, aim }: Start): Promise<TaskId> {
  return ctx.db.transaction(async () => {
    const input = { ...aim, sourceIds: aim.sourceIds === null ? null : [...aim.sourceIds] };
    const taskId = await startTask(ctx, { kind: nudgeTask, title, studyId: studyId as StudyId | null, input });
    if (ctx.actor.kind !== 'system') {
      const detail = { sources: aim.sourceIds?.length ?? null };
      await writeAudit(ctx, { action: 'nudge.start', subjectType: 'task', subjectId: taskId, studyId, detail });
    }
    return taskId;
  });
}
