import type { Context } from '#lib/platform/context.ts';
import { countChosen } from '../data/bulk-edit.sql.ts';
import { registryScope } from '../data/scope.ts';
import { bulkEditSchema, type BulkEdit, type BulkPreview, type SkippedUnit } from '../domain/bulk-edit.ts';
import { openBulkEdit } from './open-bulk-edit.ts';
import { addStep, nothingYet, walkBulkEdit } from './walk-bulk-edit.ts';

/** Units a preview looks at; the answer says when there are more. */
const mostLookedAt = 20_000;
const mostExamples = 20;

/** What a bulk edit would do: how many units change, and which are skipped and why. Errors: as `openBulkEdit`. */
export async function previewBulkEdit(ctx: Context, input: BulkEdit): Promise<BulkPreview> {
  const order = bulkEditSchema.parse(input);
  const { units, rivalGroupIds } = await openBulkEdit(ctx, order);
  let outcome = nothingYet;
  let lookedAt = 0;
  const examples: SkippedUnit[] = [];
  for await (const step of walkBulkEdit(ctx, { units, change: order.change, rivalGroupIds })) {
    outcome = addStep(outcome, step);
    lookedAt += step.lookedAt;
    examples.push(...step.plan.skipped.slice(0, mostExamples - examples.length));
    if (lookedAt >= mostLookedAt) break;
  }
  return {
    ...outcome,
    selected: await countChosen(registryScope(ctx), units),
    lookedAt,
    examples: examples.map(({ unit: { id, name }, reason }) => ({ id, name, reason })),
  };
}
