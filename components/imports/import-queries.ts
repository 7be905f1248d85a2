import { apiGet, apiPost, apiUrl } from '#components/ui/api-client.ts';
import type { ImportSettings } from '#lib/registry/domain/import-record.ts';
import type { UnitAct } from '#lib/registry/domain/import-report.ts';
import {
  importColumnsSchema,
  importPageSchema,
  importRowPageSchema,
  importSchema,
  importUnitPageSchema,
  startedSchema,
  type ImportData,
} from './import-data.ts';

/** How often the page looks at an import while a task works on it, in milliseconds. */
const busyMs = 1_500;

/** A task works on the import. */
export function isBusy({ taskState }: Pick<ImportData, 'taskState'>): boolean {
  return taskState === 'queued' || taskState === 'running';
}

/** The interval at which to look again at these imports; false: nothing moves. */
export function pollMs(imports: readonly Pick<ImportData, 'taskState'>[]): number | false {
  return imports.some(isBusy) ? busyMs : false;
}

export function fetchImportPage(cursor: string | null, signal: AbortSignal) {
  return apiGet('registry-imports', importPageSchema, { query: { cursor, limit: 20 }, signal });
}

export function fetchImport(id: string, signal: AbortSignal): Promise<ImportData> {
  return apiGet(`registry-imports/${id}`, importSchema, { signal });
}

export function fetchColumns(id: string, signal: AbortSignal) {
  return apiGet(`registry-imports/${id}/columns`, importColumnsSchema, { signal });
}

interface PageOf {
  readonly id: string;
  readonly cursor: string | null;
}

export function fetchRows({ id, cursor, code }: PageOf & { readonly code: string | null }, signal: AbortSignal) {
  return apiGet(`registry-imports/${id}/rows`, importRowPageSchema, { query: { cursor, code }, signal });
}

export function fetchUnits({ id, cursor, act }: PageOf & { readonly act: UnitAct | null }, signal: AbortSignal) {
  return apiGet(`registry-imports/${id}/units`, importUnitPageSchema, { query: { cursor, act }, signal });
}

export function startCheck(id: string, settings: ImportSettings) {
  return apiPost(`registry-imports/${id}/check`, settings, startedSchema);
}

export function startRun(id: string, settings: ImportSettings) {
  return apiPost(`registry-imports/${id}/run`, settings, startedSchema);
}

export function startUndo(id: string) {
  return apiPost(`registry-imports/${id}/undo`, {}, startedSchema);
}

/** Address of the whole report as a file. */
export function reportUrl(id: string, format: 'csv' | 'json'): string {
  return apiUrl(`registry-imports/${id}/report`, { format });
}
