import { z } from 'zod';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectSeries } from '../data/observations.sql.ts';
import type { NodeSeries } from '../domain/series.ts';
import { getNode } from './get-node.ts';

/** Steps that a chart may have for each quantity. */
const mostSteps = 2000;
/** Steps that a chart gets unless it asks for others. */
const usualSteps = 400;

export const seriesQuerySchema = z
  .object({
    from: z.coerce.date(),
    /** Exclusive. */
    to: z.coerce.date(),
    /** Seconds that one value stands for; as many as make a chart when left out. */
    stepS: z.coerce.number().int().min(1).optional(),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'The end lies before the beginning.' });

/**
 * What a node measured in `[from, to)`, in steps with mean, least, most and number. Values that are known to be wrong are
 * left out. Errors: `not_found`, `permission_missing` (`passive.read`), `input_invalid` (too many steps).
 */
export async function readSeries(
  ctx: Context,
  id: string,
  { from, to, stepS }: z.infer<typeof seriesQuerySchema>,
): Promise<NodeSeries> {
  const node = await getNode(ctx, id);
  requireVerb(ctx, 'passive.read', { studyId: node.studyId });
  const lengthS = (to.getTime() - from.getTime()) / 1000;
  const step = stepS ?? Math.max(1, Math.ceil(lengthS / usualSteps));
  if (lengthS / step > mostSteps) {
    const message = `That makes more than ${String(mostSteps)} steps; ask for ${String(Math.ceil(lengthS / mostSteps))} s or more.`;
    throw new Problem('input_invalid', { detail: message, fields: { stepS: message } });
  }
  const rows = await selectSeries(ctx, { sourceId: node.id, from, to, stepS: step });
  const series = [...Map.groupBy(rows, ({ quantity }) => quantity)].map(([quantity, steps]) => ({
    quantity,
    unit: steps[0]?.unit ?? '',
    steps: steps.map(({ at, mean, min, max, count }) => ({ at, mean, min, max, count })),
  }));
  return { stepS: step, series };
}
