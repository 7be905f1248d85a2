import { z } from 'zod';
import { exportOrderSchema, orderExport } from '#lib/exports/index.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import type { Actor, Context } from '#lib/platform/context.ts';
import { newId, type TaskId } from '#lib/platform/ids.ts';
import { getTask } from '#lib/platform/tasks/index.ts';
import { readArchiveBytes, readResultFile } from './archive.ts';
import { addBundle, aPoint, openPassiveTest, type PassiveTest, type PointOptions } from './passive.ts';
import { runTasks } from './tasks.ts';
import { aPerson, type Tenant } from './tenant.ts';

/** What an order asks for; the rest is as the API's defaults have it. */
export type Asked = Partial<z.input<typeof exportOrderSchema>>;

/** A runtime on a fresh database in which points are sent and exported. */
export interface ExportTest extends PassiveTest {
  /** An analyst's context in the tenant, or another actor's. */
  as(tenant: Tenant, actor?: Actor): Context;
  /** Sends points as devices do; they are processed. */
  send(tenant: Tenant, points: readonly PointOptions[], receivedAt?: Date): Promise<void>;
  order(ctx: Context, tenant: Tenant, asked: Asked): Promise<readonly TaskId[]>;
  /** Orders, does the work and opens the archive of the only part; throws when the task failed. */
  exported(ctx: Context, tenant: Tenant, asked: Asked): Promise<Map<string, string>>;
  /** The same with the members' bytes. */
  exportedBytes(ctx: Context, tenant: Tenant, asked: Asked): Promise<Map<string, Buffer>>;
}

/** Opens an export test. */
export async function openExportTest(): Promise<ExportTest> {
  const test = await openPassiveTest();
  const order: ExportTest['order'] = async (ctx, { studyId }, asked) =>
    (await orderExport(ctx, { studyId, order: exportOrderSchema.parse(asked) })).taskIds;
  const exportedBytes: ExportTest['exportedBytes'] = async (ctx, tenant, asked) => {
    const [taskId] = await order(ctx, tenant, asked);
    await runTasks(test.runtime);
    const { state, error } = await getTask(ctx, taskId as TaskId);
    if (state !== 'succeeded') throw new Error(`the export ${state}: ${error?.detail ?? ''}`);
    return readArchiveBytes(await readResultFile(ctx, taskId as TaskId));
  };
  return {
    ...test,
    exportedBytes,
    as: ({ organizationId }, actor = aPerson(['passive.export', 'tasks.read'])) =>
      test.runtime.context({ organizationId, actor, requestId: newId() }),
    async send(tenant, points, receivedAt) {
      await addBundle(test, tenant, points.map(aPoint), receivedAt ? { receivedAt } : {});
      await processUntilEmpty(test.runtime);
    },
    order,
    async exported(ctx, tenant, asked) {
      const members = await exportedBytes(ctx, tenant, asked);
      return new Map([...members].map(([name, content]) => [name, content.toString()]));
    },
  };
}

const manifestSchema = z.object({
  archive: z.string(),
  problems: z.array(z.object({ type: z.string() })),
  files: z.array(
    z.object({
      name: z.string(),
      rows: z.number(),
      sizeBytes: z.number(),
      sha256: z.string(),
      isComplete: z.boolean(),
    }),
  ),
});

/** The manifest of an archive. */
export function manifestOf(members: Map<string, string>): z.infer<typeof manifestSchema> {
  return manifestSchema.parse(JSON.parse(members.get('CAIRN-MANIFEST') ?? ''));
}
