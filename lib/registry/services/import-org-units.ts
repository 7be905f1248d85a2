import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { markImported } from '../data/imports.sql.ts';
import { letNamesWait, sortPendingNames } from '../data/pending-names.sql.ts';
import { registryScope } from '../data/scope.ts';
import { importMappingSchema } from '../domain/import-mapping.ts';
import type { ImportReport, UnitOutcome } from '../domain/import-report.ts';
import type { ImportPlan } from '../domain/plan-import.ts';
import { summarizeReport } from '../domain/summarize-report.ts';
import { againWhenTaken } from './again-when-taken.ts';
import { applyPlan } from './apply-plan.ts';
import { checkShapes } from './check-shapes.ts';
import { findImportPlace, makeImportPlace, type ImportPlace } from './import-place.ts';
import { unwatched, type ImportWatch } from './import-watch.ts';
import { outcomesOf, planFile } from './plan-file.ts';
import { readImportFile } from './read-import-file.ts';

const importOrgUnitsSchema = z.object({
  /** The file on this machine. */
  path: z.string(),
  pyramid: z.string().trim().min(1).max(255),
  /** Null: the next one. */
  version: z.int().min(0).nullable().default(null),
  /** Of the version, if it is made. */
  description: z.string().default(''),
  mapping: importMappingSchema.nullable().default(null),
  isDryRun: z.boolean().default(false),
  /** Takes the sound rows when others are refused; otherwise it is all or nothing. */
  leavesOutRefused: z.boolean().default(false),
  defaultStatus: z.enum(['NEW', 'VALID']).default('VALID'),
  /** The import that is recorded of the file; it can be undone as a whole. */
  importId: z.uuid().nullable().default(null),
});
type ImportOrgUnitsInput = z.input<typeof importOrgUnitsSchema>;
type ImportOrder = z.output<typeof importOrgUnitsSchema>;

export interface ImportResult {
  readonly report: ImportReport;
  /** What became of each unit of the file, or would; refused ones are in the report. */
  readonly units: readonly UnitOutcome[];
  /** Something was written. */
  readonly isDone: boolean;
  readonly pyramid: string;
  /** Number of the version it went into, or would go into. */
  readonly version: number;
}

/**
 * Brings a file of units into a version of a pyramid, which is made when it is not there. A dry run writes nothing; a file
 * with refused rows writes nothing either, unless they are to be left out. One transaction: all of it or nothing.
 * Errors: `permission_missing`, `file_unreadable`, `input_invalid` (mapping), `not_found` (version), `state_conflict` (an import that is in already).
 */
export async function importOrgUnits(
  ctx: Context,
  input: ImportOrgUnitsInput,
  watch: ImportWatch = unwatched,
): Promise<ImportResult> {
  const order = importOrgUnitsSchema.parse(input);
  requireVerb(ctx, 'registry.edit');
  watch.progress(0, null, 'Reading the file');
  const file = await readImportFile(order.path, order.mapping);
  watch.signal.throwIfAborted();
  watch.progress(0, null, 'Looking at the shapes');
  const shapes = await checkShapes(registryScope(ctx), file.units);
  // Of two imports that make the same pyramid or version, the second looks once more when the first is done.
  const result = await againWhenTaken(() => ctx.db.transaction(() => bringIn(ctx, { order, file, shapes }, watch)));
  if (result.isDone) await sortPendingNames(ctx);
  return result;
}

interface FileToBringIn {
  readonly order: ImportOrder;
  readonly file: Awaited<ReturnType<typeof readImportFile>>;
  readonly shapes: Awaited<ReturnType<typeof checkShapes>>;
}

async function bringIn(
  ctx: Context,
  { order, file, shapes }: FileToBringIn,
  watch: ImportWatch,
): Promise<ImportResult> {
  const scope = registryScope(ctx);
  watch.signal.throwIfAborted();
  watch.progress(0, null, 'Comparing with what is there');
  const place = await findImportPlace(scope, order);
  const planned = await planFile(scope, { file, shapes }, { ...order, versionId: place.versionId });
  const { report, plan } = planned;
  const isDone = !order.isDryRun && (report.refused === 0 || (order.leavesOutRefused && hasUnits(plan)));
  if (isDone) await writePlan(ctx, { order, place, ...planned, file }, watch);
  // The last moment at which a stop leaves nothing.
  watch.signal.throwIfAborted();
  return { report, units: outcomesOf(plan), isDone, pyramid: order.pyramid, version: place.number };
}

/** Of a file whose rows are all refused nothing is left: no pyramid is made for it. */
function hasUnits({ created, updated, unchanged }: ImportPlan): boolean {
  return created.length + updated.length + unchanged.length > 0;
}

type Planned = Awaited<ReturnType<typeof planFile>> & {
  readonly order: ImportOrder;
  readonly place: ImportPlace;
  readonly file: Parameters<typeof applyPlan>[1]['file'];
};

async function writePlan(
  ctx: Context,
  { order, place, plan, report, file }: Planned,
  watch: ImportWatch,
): Promise<void> {
  const scope = registryScope(ctx);
  const made = await makeImportPlace(scope, place);
  await letNamesWait(scope);
  const importId = order.importId ?? newId();
  const upserted = await applyPlan(ctx, { plan, file, versionId: made.versionId, importId }, watch);
  const marks = {
    ...made,
    madePyramid: place.pyramidId === null,
    madeVersion: place.versionId === null,
    groups: upserted,
  };
  const kept = summarizeReport({ report, version: place.number, isDone: true });
  if (order.importId !== null && !(await markImported(scope, order.importId, { marks, report: kept }))) {
    throw new Problem('state_conflict', { detail: 'This import is in already.' });
  }
  const detail = { importId, version: place.number, created: report.created, updated: report.updated };
  await writeAudit(ctx, { action: 'registry.import', subjectType: 'pyramid', subjectId: order.pyramid, detail });
}
