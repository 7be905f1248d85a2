import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  findDeliveryRow,
  listDeliveryRows,
  restartDeliveryRow,
  stopDeliveryRow,
  type DeliveryRow,
} from '../data/deliveries.sql.ts';
import type { Delivery } from '../domain/delivery.ts';
import { enqueueDelivery } from './delivery-job.ts';

/** What becomes of the archives of exports at their destinations; those the actor may not see are left out. */
export async function listDeliveries(ctx: Context, taskIds: readonly TaskId[]): Promise<Delivery[]> {
  const rows = await listDeliveryRows(ctx, taskIds);
  return rows.filter(({ studyId }) => hasVerb(ctx.actor, 'passive.export', { studyId })).map(toDelivery);
}

/** Gives up on a delivery. Throws `not_found`, `state_conflict` when it is over. */
export async function stopDelivery(ctx: Context, id: string): Promise<Delivery> {
  return change(ctx, id, async (row) => {
    if (!(await stopDeliveryRow(ctx, row.id, ctx.now()))) {
      throw new Problem('state_conflict', { detail: 'The delivery has ended already.' });
    }
    return 'delivery.stop';
  });
}

/** Tries a delivery that failed, waits or was stopped, at once. Throws `not_found`, `state_conflict`. */
export async function retryDelivery(ctx: Context, id: string): Promise<Delivery> {
  return change(ctx, id, async (row) => {
    if (!(await restartDeliveryRow(ctx, row.id, ctx.now()))) {
      throw new Problem('state_conflict', {
        detail: 'Only a delivery that failed, waits or was stopped is tried again.',
      });
    }
    await enqueueDelivery(ctx, row.id, ctx.now());
    return 'delivery.retry';
  });
}

async function change(ctx: Context, id: string, act: (row: DeliveryRow) => Promise<string>): Promise<Delivery> {
  const row = await visibleRow(ctx, id);
  await ctx.db.transaction(async () => {
    const action = await act(row);
    await writeAudit(ctx, {
      action,
      subjectType: 'delivery',
      subjectId: id,
      studyId: row.studyId,
      detail: { taskId: row.taskId, destination: row.destinationName },
    });
  });
  return toDelivery(await visibleRow(ctx, id));
}

async function visibleRow(ctx: Context, id: string): Promise<DeliveryRow> {
  const row = await findDeliveryRow(ctx, id);
  if (!row || !hasVerb(ctx.actor, 'passive.export', { studyId: row.studyId })) throw new Problem('not_found');
  return row;
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    taskId: row.taskId,
    destination: { id: row.destinationId, name: row.destinationName, kind: row.destinationKind },
    state: row.state,
    attempt: row.attempt,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    sizeBytes: row.sizeBytes,
    sentBytes: row.sentBytes,
    path: row.path,
    sha256: row.sha256,
    checkedBy: row.checkedBy,
    error: row.errorDetail,
    linkExpiresAt: row.linkExpiresAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
