import { actorOfPerson } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type StudyId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { noteRun, takeDueSchedule, type DueSchedule } from '../../data/schedules.sql.ts';
import { nextRunAfter, orderOfRun, type ExportSchedule } from '../../domain/schedule.ts';
import { orderExport } from '../order-export.ts';

type ScheduleRuntime = Pick<Runtime, 'db' | 'context' | 'log'>;

/**
 * Gives the orders of schedules that are due, of every organization, each once by one worker; a run that was missed is
 * made once. One schedule's trouble stops no other's: it is noted and shown. Gives how many ran. Run by the clock.
 */
export async function runSchedules(runtime: ScheduleRuntime, now: () => Date = () => new Date()): Promise<number> {
  let count = 0;
  while (await runNext(runtime, now())) count += 1;
  return count;
}

function runNext(runtime: ScheduleRuntime, at: Date): Promise<boolean> {
  return runtime.db.transaction(async () => {
    const due = await takeDueSchedule(runtime.db, at);
    if (!due) return false;
    const nextRunAt = nextRunAfter(due, due.order.timeZone, at);
    const { organizationId, id } = due;
    const outcome = await give(runtime, due, at);
    await noteRun({ db: runtime.db, organizationId }, { id, at, nextRunAt, ...outcome });
    return true;
  });
}

interface Outcome {
  readonly taskId: string | null;
  readonly error: string | null;
  readonly isEnabled: boolean;
}

/** Orders in the name of the person who made the schedule. Without the person, or their right, the schedule is turned off. */
async function give(runtime: ScheduleRuntime, due: DueSchedule, at: Date): Promise<Outcome> {
  try {
    const person = await actorOfPerson(runtime, { email: due.createdBy, organization: due.organizationId });
    const ctx = runtime.context({ ...person, requestId: newId() });
    return { taskId: await orderNow(ctx, due, at), error: null, isEnabled: true };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    runtime.log.warn({ err: error, scheduleId: due.id }, 'a scheduled export was not ordered');
    const isOver = error.code === 'not_found' || error.code === 'permission_missing';
    return { taskId: null, error: error.message, isEnabled: !isOver };
  }
}

/** Orders what a schedule would order at an instant; gives a part of the order. Throws what ordering throws. */
async function orderNow(ctx: Context, schedule: ExportSchedule, at: Date): Promise<string | null> {
  const order = orderOfRun(schedule.order, schedule, at);
  const { taskIds } = await orderExport(ctx, { studyId: schedule.studyId as StudyId, order });
  return taskIds[0] ?? null;
}
