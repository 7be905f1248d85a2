import type { HookRegistry } from '#lib/platform/plugins/hook-registry.ts';
import type { PluginColumn, PluginPoint } from '#lib/platform/plugins/plugin-hooks.ts';
import { findStandardReport } from '../domain/reports/find-report.ts';
import { table, type ReportColumn, type StandardReport } from '../domain/reports/standard-report.ts';

/**
 * The report of a type: the standard one, else that of a plug-in (pdk-44), a file for each source with the five leading
 * columns and its own; null: the generic and the flattened table serve it. A cell whose plug-in throws stays empty.
 */
export function findReport(type: string, hooks: HookRegistry): StandardReport | null {
  const standard = findStandardReport(type);
  const columns = standard ? undefined : hooks.typeOf(type)?.report?.columns;
  return columns
    ? { type, tables: [table({ columns: columns.map((column) => toColumn(type, column, hooks)) })] }
    : standard;
}

function toColumn(type: string, column: PluginColumn, hooks: HookRegistry): ReportColumn {
  const header = column.title;
  // Nobody said what is in it: JSON text is right for anything.
  if ('path' in column) return { header, kind: 'json', members: [column.path], of: 'point' };
  const makeOfPoint = (point: unknown) =>
    hooks.askType(type, 'report', () => column.value(point as PluginPoint)) ?? null;
  return { header, kind: 'text', members: [], of: 'point', makeOfPoint };
}
