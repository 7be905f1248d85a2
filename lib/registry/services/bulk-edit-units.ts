import { z } from 'zod';
import { csvRecord } from '#lib/formats/csv/write-csv.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type TaskId } from '#lib/platform/ids.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { countChosen, updateStatusAndType } from '../data/bulk-edit.sql.ts';
import { insertChanges } from '../data/changes.sql.ts';
import { setMemberships } from '../data/groups.sql.ts';
import { registryScope } from '../data/scope.ts';
import {
  bulkEditSchema,
  skipSentences,
  type BulkEdit,
  type BulkOutcome,
  type BulkPlan,
  type SkippedUnit,
} from '../domain/bulk-edit.ts';
import { chosenUnits, findRivals, openBulkEdit } from './open-bulk-edit.ts';
import { addStep, nothingYet, walkBulkEdit } from './walk-bulk-edit.ts';

/** Skipped units that the report names; all are counted. */
const mostReported = 100_000;

const pathsSchema = z.array(z.string()).nullable();

/** A bulk edit with who ordered it and where that person may see and edit: decided when it was ordered. */
const orderedEditSchema = z.object({
  edit: bulkEditSchema,
  trees: pathsSchema,
  editTrees: pathsSchema,
  actor: z.object({ id: z.string().nullable(), label: z.string() }),
});
type OrderedEdit = z.infer<typeof orderedEditSchema>;

/** The kind of Task that changes many units, some hundred at a time; what is done when it stops stays done. */
export const bulkEditTask = defineTaskKind({
  kind: 'registry.bulk-edit',
  inputSchema: orderedEditSchema,
  run: runBulkEdit,
});

/**
 * Changes status, type and groups of many units as a Task. Its report names what was skipped and why. Errors:
 * `permission_missing`, `not_found` (the version), `pyramid_read_only`, `input_invalid`.
 */
export async function bulkEditUnits(ctx: Context, input: BulkEdit): Promise<{ readonly taskId: TaskId }> {
  const edit = bulkEditSchema.parse(input);
  const { version, editTrees, units } = await openBulkEdit(ctx, edit);
  const selected = await countChosen(registryScope(ctx), units);
  const { actor } = ctx;
  const actorId = actor.kind === 'user' || actor.kind === 'token' ? actor.id : null;
  const taskId = await ctx.db.transaction(async () => {
    const id = await startTask(ctx, {
      kind: bulkEditTask,
      title: `Bulk edit of ${String(selected)} place${selected === 1 ? '' : 's'}`,
      input: {
        edit,
        trees: version.trees === null ? null : [...version.trees],
        editTrees: editTrees === null ? null : [...editTrees],
        actor: { id: actorId, label: actor.label },
      },
    });
    await writeAudit(ctx, {
      action: 'unit.bulk_edit',
      subjectType: 'pyramid_version',
      subjectId: version.id,
      detail: { change: edit.change, selected, taskId: id },
    });
    return id;
  });
  return { taskId };
}

async function runBulkEdit(ctx: TaskContext, { edit, trees, editTrees, actor }: OrderedEdit): Promise<BulkOutcome> {
  const { version: versionId, selection, change } = edit;
  const units = await chosenUnits(ctx, { versionId, trees, editTrees, selection });
  const total = await countChosen(registryScope(ctx), units);
  const apply = (plan: BulkPlan) => applyPlan(ctx, plan, { edit, actor });
  const skipped: SkippedUnit[] = [];
  let outcome = nothingYet;
  let done = 0;
  const walk = { units, change, rivalGroupIds: await findRivals(ctx, change) };
  for await (const step of walkBulkEdit(ctx, walk, apply)) {
    outcome = addStep(outcome, step);
    done += step.lookedAt;
    skipped.push(...step.plan.skipped.slice(0, mostReported - skipped.length));
    ctx.progress(done, Math.max(done, total), inWords(outcome));
    if (!ctx.signal.aborted) continue;
    ctx.logLine('warning', `It ends here: ${inWords(outcome)}; what is left stays as it was.`);
    ctx.signal.throwIfAborted();
  }
  ctx.logLine('info', inWords(outcome));
  if (skipped.length > 0) await saveReport(ctx, skipped);
  return outcome;
}

/** Writes what a plan says, with its history, in the caller's transaction. */
async function applyPlan(ctx: Context, { edits }: BulkPlan, { edit, actor }: Pick<OrderedEdit, 'edit' | 'actor'>) {
  if (edits.length === 0) return;
  const scope = registryScope(ctx);
  const ids = edits.map(({ unit }) => unit.id);
  await updateStatusAndType(scope, ids, edit.change);
  const moved = edits.flatMap(({ unit: { id }, after: { groupIds } }) => (groupIds ? [{ id, groupIds }] : []));
  if (moved.length > 0) await setMemberships(scope, edit.version, moved);
  await insertChanges(
    scope,
    { versionId: edit.version, origin: 'bulk', actorId: actor.id, actorLabel: actor.label, importId: null },
    edits.map(({ unit, before, after }) => ({ id: newId(), unitId: unit.id, before, after })),
  );
}

function inWords({ changed, unchanged, skipped }: BulkOutcome): string {
  const left = Object.values(skipped).reduce((sum, count) => sum + count, 0);
  return `${String(changed)} changed, ${String(unchanged)} were so already, ${String(left)} skipped`;
}

function saveReport(ctx: TaskContext, skipped: readonly SkippedUnit[]): Promise<void> {
  const rows = skipped.map(({ unit: { id, legacyId, name }, reason }) => [legacyId, id, name, skipSentences[reason]]);
  const text = [['id', 'uuid', 'name', 'skipped because'], ...rows].map(csvRecord).join('');
  return ctx.saveResult('skipped-places.csv', new TextEncoder().encode(text));
}
