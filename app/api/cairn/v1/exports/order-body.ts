import { z } from 'zod';
import { getStudyByKey } from '#lib/accounts/index.ts';
import { exportOrderSchema, type ExportOrder } from '#lib/exports/index.ts';
import type { Context } from '#lib/platform/context.ts';
import type { StudyId } from '#lib/platform/ids.ts';

/** An order in a request: the study by its key, and what is asked for. */
export const orderBodySchema = z.object({ study: z.string().max(100) }).and(exportOrderSchema);

/** The same with the study's id. Throws `not_found`. */
export async function readOrder(
  ctx: Context,
  { study, ...order }: z.infer<typeof orderBodySchema>,
): Promise<{ readonly studyId: StudyId; readonly order: ExportOrder }> {
  const { id } = await getStudyByKey(ctx, study);
  return { studyId: id, order };
}
