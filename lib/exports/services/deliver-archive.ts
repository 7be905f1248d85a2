import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import { openTaskResult } from '#lib/platform/tasks/index.ts';
import { beatDelivery, claimDelivery, failDelivery, finishDelivery, giveDeliveryBack } from '../data/deliveries.sql.ts';
import { nextTryAt } from '../domain/delivery.ts';
import { deliverFile } from './deliver-file.ts';
import { deliverMail } from './deliver-mail.ts';
import { deliveryJobSchema, enqueueDelivery } from './delivery-job.ts';
import { getDestinationRow } from './list-destinations.ts';
import type { DeliveryRuntime, LiveTry } from './live-try.ts';

/** Time between beats: the longest a stop waits to be seen. */
const beatEveryMs = 2_000;

/**
 * One try at putting an archive where it was ordered to go (job `exports.deliver`). The outcome is in the delivery's row:
 * delivered, waiting for the next try, or failed. `shutdown`: the process ends, and the try is given back.
 */
export async function deliverArchive(runtime: DeliveryRuntime, payload: unknown, shutdown: AbortSignal): Promise<void> {
  const { organizationId, deliveryId: id } = deliveryJobSchema.parse(payload);
  const ctx = runtime.context({ organizationId, actor: { kind: 'system', label: 'delivery' }, requestId: id });
  const claimed = await claimDelivery(ctx, id);
  if (!claimed) return;
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, shutdown]);
  const live: LiveTry = {
    db: ctx.db,
    organizationId,
    id,
    attempt: claimed.attempt,
    ctx,
    claimed,
    signal,
    sentBytes: 0,
  };
  const timer = setInterval(() => {
    void beatDelivery(live, live.sentBytes).then(
      (isMine) => {
        if (!isMine) over.abort();
      },
      (error: unknown) => {
        runtime.log.warn({ err: error, deliveryId: id }, 'delivery beat failed');
      },
    );
  }, beatEveryMs);
  try {
    await finishDelivery(live, await send(runtime, live));
  } catch (error) {
    await settle(live, error, { isShutdown: shutdown.aborted, isOver: over.signal.aborted });
  } finally {
    clearInterval(timer);
  }
}

/** Gives how the destination checked what arrived; null for a mail. */
async function send(runtime: DeliveryRuntime, live: LiveTry): Promise<string | null> {
  const destination = await getDestinationRow(live.ctx, live.claimed.destinationId);
  const isContinuation = live.attempt > 1;
  const archive = await openTaskResult(live.ctx, { taskId: live.claimed.taskId, isContinuation });
  if (destination.settings.kind === 'mail') {
    await deliverMail(runtime, live, { ...destination, settings: destination.settings, archive });
    return null;
  }
  return deliverFile(runtime, live, { ...destination, settings: destination.settings, archive });
}

async function settle(
  live: LiveTry,
  error: unknown,
  { isShutdown, isOver }: { readonly isShutdown: boolean; readonly isOver: boolean },
): Promise<void> {
  const { ctx, id, attempt } = live;
  // Somebody stopped it or took it over: the row says so already.
  if (isOver) return;
  if (isShutdown) {
    await ctx.db.transaction(async () => {
      await giveDeliveryBack(live);
      await enqueueDelivery(ctx, id, new Date(ctx.now().getTime() + 1_000));
    });
    return;
  }
  const problem = toProblem(error);
  const entry = problemCatalogue[problem.code];
  const isPassing = problem.code === 'internal' || ('retry' in entry && entry.retry);
  const nextAttemptAt = isPassing ? nextTryAt(attempt, ctx.now()) : null;
  if (problem.code === 'internal') ctx.log.error({ err: problem.cause ?? problem, deliveryId: id }, 'delivery failed');
  await ctx.db.transaction(async () => {
    const isMine = await failDelivery(live, { code: problem.code, detail: problem.message, nextAttemptAt });
    if (isMine && nextAttemptAt !== null) await enqueueDelivery(ctx, id, nextAttemptAt);
  });
}
