import { z } from 'zod';
import { newId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { selectCatchUps, takeCatchUp, type CatchUpKind } from '../data/catch-ups.sql.ts';
import { countColdTask } from './cold/count-cold-months.ts';
import { aggregateAgain } from './rebuild-aggregates.ts';
import { shownView } from './view-of-plugin.ts';

/**
 * The kind of Task that makes what charts draw of all points of an organization, for those that were stored before there
 * were aggregates. Beside processing; stopped or killed, what is made stays, and another run makes all of it anew.
 */
export const aggregateTask = defineTaskKind({
  kind: 'passive.aggregate',
  inputSchema: z.object({}),
  run: aggregateAll,
});

async function aggregateAll(ctx: TaskContext): Promise<{ readonly points: number }> {
  const report = await aggregateAgain(
    ctx,
    { sourceId: null, type: null },
    {
      signal: ctx.signal,
      onPoints: (done, total) => {
        ctx.progress(done, total);
      },
      chartOf: (type) => shownView(type, ctx.plugins.hooks).chart,
    },
  );
  ctx.logLine('info', `Charts are made of ${String(report.points)} points.`);
  return report;
}

/** The Task for each kind of work that earlier versions left. */
const catchUps = [
  { kind: 'aggregates', task: aggregateTask, title: 'Charts of points stored by an earlier version' },
  { kind: 'cold-counts', task: countColdTask, title: 'What files of earlier months hold' },
] as const satisfies readonly { readonly kind: CatchUpKind; readonly task: object; readonly title: string }[];

/**
 * Starts the Tasks for what earlier versions left to do: each once, whichever worker comes first. Called when a worker
 * starts; gives how many it started.
 */
export async function startCatchUps({ db, context }: Pick<Runtime, 'db' | 'context'>): Promise<number> {
  let started = 0;
  for (const { kind, task, title } of catchUps) {
    for (const organizationId of await selectCatchUps(db, kind)) {
      const ctx = context({ organizationId, actor: { kind: 'system', label: 'upgrade' }, requestId: newId() });
      await db.transaction(async () => {
        if (!(await takeCatchUp(db, organizationId, kind))) return;
        await startTask(ctx, { kind: task, title, input: {} });
        started += 1;
      });
    }
  }
  return started;
}
