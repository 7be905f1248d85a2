import { z } from 'zod';
import type { TaskContext } from '#lib/platform/tasks/index.ts';
import { defineTaskKind } from '#lib/platform/tasks/index.ts';
import type { PushOutcome, PushSender } from '#lib/platform/push/push-sender.ts';
import {
  selectTargets,
  upsertTargets,
  type NudgeAim,
  type PushResult,
  type PushTarget,
} from '../../data/nudges/targets.sql.ts';
import { maxNudgedSources, nudgeData, type NudgeReport } from '../../domain/nudges/nudge.ts';

const inputSchema = z.object({
  studyId: z.guid().nullable(),
  sourceIds: z.array(z.guid()).max(maxNudgedSources).nullable(),
  heardSince: z.coerce.date().nullable(),
  silentSince: z.coerce.date().nullable(),
});

/**
 * The kind of Task that wakes phones: a silent push to the newest token of each source (passive-data-kit.md, 1.13). Run
 * again after a worker was killed it wakes some phones twice, which they do not mind.
 */
export const nudgeTask = defineTaskKind({ kind: 'passive.nudge', inputSchema, run });

const targetsPerPage = 128;
const pushesAtATime = 16;

async function run(ctx: TaskContext, aim: NudgeAim): Promise<NudgeReport> {
  const report = { accepted: 0, failed: 0, dead: 0, withoutService: 0 };
  const reasons = new Map<string, number>();
  let after: PushTarget | null = null;
  for (;;) {
    ctx.signal.throwIfAborted();
    const targets: PushTarget[] = await selectTargets(ctx, aim, { after, limit: targetsPerPage });
    for (let from = 0; from < targets.length; from += pushesAtATime) {
      ctx.signal.throwIfAborted();
      const results = await Promise.all(targets.slice(from, from + pushesAtATime).map((target) => push(ctx, target)));
      const tried = results.filter((result) => result !== null);
      await upsertTargets(ctx, tried, ctx.now());
      report.withoutService += results.length - tried.length;
      for (const { state, reason, service } of tried) {
        report[state === 'failing' ? 'failed' : state] += 1;
        if (reason !== null) reasons.set(`${service}: ${reason}`, (reasons.get(`${service}: ${reason}`) ?? 0) + 1);
      }
      ctx.progress(report.accepted + report.failed + report.dead + report.withoutService, null);
    }
    after = targets.at(-1) ?? null;
    if (targets.length < targetsPerPage) break;
  }
  tell(ctx, report, reasons);
  return report;
}

/** Null: this installation has no keys for the service. */
async function push({ push: senders }: TaskContext, target: PushTarget): Promise<PushResult | null> {
  const sender = senders[target.service];
  if (!sender) return null;
  const outcome = await sendPatiently(sender, target.token);
  const { sourceId, service, sha256 } = target;
  const state = outcome.kind === 'failed' ? 'failing' : outcome.kind;
  return { sourceId, service, sha256, state, reason: outcome.kind === 'accepted' ? null : outcome.reason };
}

/** What failed in passing is tried once more; the next round is the next chance. */
async function sendPatiently(sender: PushSender, token: string): Promise<PushOutcome> {
  const outcome = await sender.send(token, nudgeData);
  return outcome.kind === 'failed' && outcome.isPassing ? sender.send(token, nudgeData) : outcome;
}

function tell(ctx: TaskContext, report: NudgeReport, reasons: ReadonlyMap<string, number>): void {
  const { accepted, failed, dead, withoutService } = report;
  ctx.logLine(
    'info',
    `${String(accepted)} pushes were accepted, ${String(failed)} failed, ${String(dead)} tokens are dead.`,
  );
  for (const [reason, count] of reasons) ctx.logLine('warning', `${reason} (${String(count)})`);
  if (withoutService > 0) {
    ctx.logLine(
      'warning',
      `${String(withoutService)} sources wait for a service that is not set up (CAIRN_FCM_…, CAIRN_APNS_…).`,
    );
  }
}
