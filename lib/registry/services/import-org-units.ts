import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectExistingUnits } from '../data/existing-units.sql.ts';
import { selectGroups } from '../data/groups.sql.ts';
import { findPyramidNamed, insertPyramid, insertVersion, lockVersion, selectVersions } from '../data/pyramids.sql.ts';
import { registryScope, type RegistryScope } from '../data/scope.ts';
import { importMappingSchema } from '../domain/import-mapping.ts';
import { isRefusal, type ImportReport, type ReportRow } from '../domain/import-report.ts';
import { planImport, type ImportPlan } from '../domain/plan-import.ts';
import type { ReadList } from '../domain/read-list.ts';
import { applyPlan } from './apply-plan.ts';
import { checkShapes } from './check-shapes.ts';
import { readImportFile } from './read-import-file.ts';

const importOrgUnitsSchema = z.object({
  /** The file on this machine. */
  path: z.string(),
  pyramid: z.string().trim().min(1).max(255),
  /** Null: the next one. */
  version: z.int().min(0).nullable().default(null),
  mapping: importMappingSchema.nullable().default(null),
  isDryRun: z.boolean().default(false),
  /** Takes the sound rows when others are refused; otherwise it is all or nothing. */
  leavesOutRefused: z.boolean().default(false),
  defaultStatus: z.enum(['NEW', 'VALID']).default('VALID'),
});
type ImportOrgUnitsInput = z.input<typeof importOrgUnitsSchema>;

export interface ImportResult {
  readonly report: ImportReport;
  /** Something was written. */
  readonly isDone: boolean;
  readonly pyramid: string;
  /** Number of the version it went into, or would go into. */
  readonly version: number;
}

/**
 * Brings a file of units into a version of a pyramid, which is made when it is not there. A dry run writes nothing; a file
 * with refused rows writes nothing either, unless they are to be left out. One transaction: all of it or nothing.
 * Errors: `permission_missing`, `file_unreadable`, `input_invalid` (mapping), `not_found` (version).
 */
export async function importOrgUnits(ctx: Context, input: ImportOrgUnitsInput): Promise<ImportResult> {
  const order = importOrgUnitsSchema.parse(input);
  requireVerb(ctx, 'registry.edit');
  const file = await readImportFile(order.path, order.mapping);
  return ctx.db.transaction(async () => {
    const scope = registryScope(ctx);
    const place = await findPlace(scope, order);
    const { plan, report } = await planFile(scope, file, { ...order, versionId: place.versionId });
    const isDone = !order.isDryRun && (report.refused === 0 || order.leavesOutRefused);
    if (isDone) {
      const versionId = place.versionId ?? (await makePlace(scope, order.pyramid, place));
      await applyPlan(ctx, { plan, groups: file.groups, versionId, importId: newId() });
      const detail = { version: place.number, created: report.created, updated: report.updated };
      await writeAudit(ctx, { action: 'registry.import', subjectType: 'pyramid', subjectId: order.pyramid, detail });
    }
    return { report, isDone, pyramid: order.pyramid, version: place.number };
  });
}

interface Place {
  readonly pyramidId: string | null;
  readonly versionId: string | null;
  readonly number: number;
}

async function findPlace(
  scope: RegistryScope,
  { pyramid, version }: { pyramid: string; version: number | null },
): Promise<Place> {
  const found = await findPyramidNamed(scope, pyramid);
  const versions = found ? await selectVersions(scope, found.id) : [];
  const next = (versions.at(-1)?.number ?? -1) + 1;
  const wanted = versions.find(({ number }) => number === version);
  if (version !== null && !wanted && version !== next) {
    throw new Problem('not_found', {
      detail: `The pyramid "${pyramid}" has no version ${String(version)}; the next one would be ${String(next)}.`,
    });
  }
  if (wanted) await lockVersion(scope, wanted.id);
  return { pyramidId: found?.id ?? null, versionId: wanted?.id ?? null, number: version ?? next };
}

async function makePlace(scope: RegistryScope, name: string, { pyramidId, number }: Place): Promise<string> {
  const id = pyramidId ?? (await insertPyramid(scope, name)).id;
  return (await insertVersion(scope, { pyramidId: id, number, description: '' })).id;
}

interface PlanOrder {
  readonly versionId: string | null;
  readonly defaultStatus: 'NEW' | 'VALID';
}

async function planFile(
  scope: RegistryScope,
  file: ReadList,
  { versionId, defaultStatus }: PlanOrder,
): Promise<{ plan: ImportPlan; report: ImportReport }> {
  const existing = versionId === null ? [] : await selectExistingUnits(scope, versionId);
  const groups = versionId === null ? [] : await selectGroups(scope, versionId);
  const { units, shapes, rows: shapeRows } = await checkShapes(scope, file.units);
  const groupRefs = new Set([...groups, ...file.groups].map(({ ref }) => ref));
  const plan = planImport({ units, existing, groupRefs, shapes, defaultStatus });
  return { plan, report: reportOf(plan, [...file.rows, ...shapeRows, ...plan.rows]) };
}

function reportOf(plan: ImportPlan, rows: readonly ReportRow[]): ImportReport {
  const refused = new Set(
    rows.filter(({ code }) => isRefusal(code)).map(({ line, column }) => `${String(line)} ${layerOf(column)}`),
  );
  const sorted = [...rows].sort((a, b) => a.line - b.line);
  const { created, updated, unchanged, leaves } = plan;
  return {
    created: created.length,
    updated: updated.length,
    unchanged,
    refused: refused.size,
    leaves,
    rows: sorted,
  };
}

/** Lines count anew in every layer of a file. */
function layerOf(column: string | null): string {
  const end = column?.lastIndexOf(': ') ?? -1;
  return column !== null && end > 0 ? column.slice(0, end) : '';
}
