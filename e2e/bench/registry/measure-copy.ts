import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { getTask } from '#lib/platform/tasks/index.ts';
import { orderVersionCopy } from '#lib/registry/index.ts';
import { runTasks } from '#e2e/harness/tasks.ts';
import { aPerson, aTenant } from '#e2e/harness/tenant.ts';
import { copyRaw } from './copy-raw.ts';
import { secondsOf } from './measure.ts';
import { fillUnits } from './unit-dataset.ts';

/** How long a copy takes, beside what the database alone takes for the same rows, in seconds. */
export interface CopyTimes {
  readonly copyS: number;
  readonly limitS: number;
}

/** Copies a version of so many units of an organization of its own, as the Task that people order. */
export async function measureCopy(runtime: Runtime, units: number): Promise<CopyTimes> {
  const { db } = runtime;
  const { organizationId } = await aTenant(db);
  const { versionId } = await fillUnits(db, organizationId, units);
  await db.execute(sql`ANALYZE org_units`);
  const limitS = await copyRaw(db, organizationId);
  const actor = aPerson(['registry.edit', 'registry.read', 'tasks.read']);
  const ctx = runtime.context({ organizationId, actor, requestId: newId() });
  const { taskId } = await orderVersionCopy(ctx, { versionId, force: false });
  const copyS = await secondsOf(() => runTasks(runtime));
  const { state, error, result } = await getTask(ctx, taskId);
  if (state !== 'succeeded') throw new Error(`the copy ended as ${state}: ${error?.detail ?? ''}`);
  if ((result as { units: number }).units !== units) throw new Error('the copy is not whole');
  return { copyS, limitS };
}
