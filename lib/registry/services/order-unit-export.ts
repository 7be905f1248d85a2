import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { registryScope } from '../data/scope.ts';
import { prepareSearches } from '../data/search-units.sql.ts';
import type { UnitsToRead } from '../data/export-table.sql.ts';
import { unitExportSchema, type UnitExportInput } from '../domain/export-order.ts';
import { countAllUnits } from './list-units.ts';
import { resolveVersion } from './resolve-version.ts';
import { openUnitFile } from './open-unit-file.ts';

const taskInputSchema = unitExportSchema.extend({
  /** What the person who ordered it may see; null: everything. */
  trees: z.array(z.string()).nullable(),
  /** Name of the pyramid and number of its version. */
  source: z.string(),
  number: z.int(),
  estimatedUnits: z.int(),
});
type TaskInput = z.infer<typeof taskInputSchema>;

/** The kind of Task that makes files of units. */
export const exportUnits = defineTaskKind({
  kind: 'registry.export',
  inputSchema: taskInputSchema,
  run: writeExport,
});

/**
 * Orders a file of the units that some searches find, as a Task. What it holds is what the person may see now.
 * Errors: `permission_missing`, `not_found` (the version), `input_invalid`.
 */
export async function orderUnitExport(ctx: Context, input: UnitExportInput): Promise<TaskId> {
  const order = unitExportSchema.parse(input);
  const { trees, pyramidName, number } = await resolveVersion(ctx, { version: order.version });
  const estimatedUnits = await countAllUnits(ctx, order);
  return ctx.db.transaction(async () => {
    const detail = { format: order.format, units: estimatedUnits, version: number };
    await writeAudit(ctx, { action: 'registry.export', subjectType: 'pyramid', subjectId: pyramidName, detail });
    return startTask(ctx, {
      kind: exportUnits,
      title: `${order.format.toUpperCase()} of ${String(estimatedUnits)} units of ${pyramidName}, version ${String(number)}`,
      input: { ...order, trees: trees && [...trees], source: pyramidName, number, estimatedUnits },
      // Who sees a part of the tree only may have what is in it; a permission for the whole is not asked of them.
      ...(trees === null && { resultVerb: 'registry.read' as const }),
    });
  });
}

async function writeExport(ctx: TaskContext, order: TaskInput): Promise<{ readonly units: number }> {
  const scope = registryScope(ctx);
  const searches = await prepareSearches(scope, order.version, order.searches);
  const units: UnitsToRead = { versionId: order.version, trees: order.trees, searches };
  let written = 0;
  const counted = (count: number) => {
    ctx.signal.throwIfAborted();
    ctx.progress((written = count), Math.max(count, order.estimatedUnits));
  };
  const folder = await mkdtemp(join(tmpdir(), 'cairn-export-'));
  try {
    const content = await openUnitFile(scope, units, {
      ...order,
      counted,
      signal: ctx.signal,
      path: join(folder, 'units'),
    });
    await ctx.saveResult(nameOfUnitFile(ctx, order), content);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return { units: written };
}

/** What a file of units is called: `units-Ministry-of-Health-v3-2026-11-22.csv`. */
export function nameOfUnitFile(
  ctx: Context,
  { source, number, format }: Pick<TaskInput, 'source' | 'number' | 'format'>,
): string {
  const word =
    source
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'pyramid';
  return `units-${word.slice(0, 60)}-v${String(number)}-${ctx.now().toISOString().slice(0, 10)}.${format}`;
}
