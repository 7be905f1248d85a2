import { z } from 'zod';
import { getStudyByKey } from '#lib/accounts/index.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { countSources } from '#lib/sources/index.ts';
import { checkStudy, type CheckReport } from './check-study.ts';

const inputSchema = z.object({ studyId: z.guid(), studyKey: z.string() });

/** The kind of Task that runs the status checks of a study now. */
export const checkStatusTask = defineTaskKind({ kind: 'passive.check', inputSchema, run });

export const startChecksSchema = z.object({ study: z.string().max(100) });

/** Starts a Task that runs the status checks of a study now. Errors: `not_found`, `permission_missing`. */
export async function startChecks(ctx: Context, input: z.infer<typeof startChecksSchema>): Promise<TaskId> {
  const study = await getStudyByKey(ctx, input.study);
  requireVerb(ctx, 'sources.manage', { studyId: study.id });
  return startTask(ctx, {
    kind: checkStatusTask,
    title: `Status checks of ${study.name}`,
    studyId: study.id,
    input: { studyId: study.id, studyKey: study.key },
  });
}

async function run(ctx: TaskContext, { studyId, studyKey }: z.infer<typeof inputSchema>): Promise<CheckReport> {
  const { all } = await countSources(ctx, { study: studyKey });
  const report = await checkStudy(ctx, {
    studyId,
    publicUrl: ctx.publicUrl,
    locale: ctx.locale,
    signal: ctx.signal,
    onProgress: (sources) => {
      ctx.progress(sources, all);
    },
  });
  ctx.logLine('info', `${String(report.opened)} alerts opened, ${String(report.closed)} closed.`);
  return report;
}
