import { selectExistingUnits } from '../data/existing-units.sql.ts';
import { selectGroups } from '../data/groups.sql.ts';
import type { RegistryScope } from '../data/scope.ts';
import {
  isRefusal,
  type ImportReport,
  type ReportRow,
  type UnitAct,
  type UnitOutcome,
} from '../domain/import-report.ts';
import { planImport, type ImportPlan } from '../domain/plan-import.ts';
import type { PlannedUnit } from '../domain/planned-unit.ts';
import type { ReadList } from '../domain/read-list.ts';
import type { CheckedShapes } from './check-shapes.ts';

/** A file that was read, with its shapes looked at. */
export interface CheckedFile {
  readonly file: ReadList;
  readonly shapes: CheckedShapes;
}

interface PlanOrder {
  readonly versionId: string | null;
  readonly defaultStatus: 'NEW' | 'VALID';
}

/** Compares a file with a version, and says what is to be said of its rows. */
export async function planFile(
  scope: RegistryScope,
  { file, shapes: { units, shapes, rows: shapeRows } }: CheckedFile,
  { versionId, defaultStatus }: PlanOrder,
): Promise<{ readonly plan: ImportPlan; readonly report: ImportReport }> {
  const existing = versionId === null ? [] : await selectExistingUnits(scope, versionId);
  const groups = versionId === null ? [] : await selectGroups(scope, versionId);
  const groupRefs = new Set([...groups, ...file.groups].map(({ ref }) => ref));
  const plan = planImport({ units, existing, groupRefs, shapes, defaultStatus });
  const planRows = plan.rows.map((row) => ({ ...row, column: nameOf(file, row.column) }));
  return { plan, report: reportOf(plan, [...file.rows, ...shapeRows, ...planRows]) };
}

function nameOf({ columnNames }: ReadList, column: string | null): string | null {
  return column === null ? null : (columnNames?.get(column) ?? column);
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
    unchanged: unchanged.length,
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

/** What would happen to each unit of the file, by line. */
export function outcomesOf({ created, updated, unchanged }: ImportPlan): UnitOutcome[] {
  const of = (act: UnitAct) => (unit: PlannedUnit) => outcomeOf(unit, act);
  const all = [...created.map(of('created')), ...updated.map(of('updated')), ...unchanged.map(of('unchanged'))];
  return all.sort((a, b) => a.line - b.line);
}

function outcomeOf({ unit, changed }: PlannedUnit, act: UnitAct): UnitOutcome {
  const { line, layer = null, name, type } = unit;
  return { line, layer, name, type: type.name, act, changed };
}
