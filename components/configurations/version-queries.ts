import { apiGet, apiPost, pageSchema } from '#components/ui/api-client.ts';
import {
  configurationFileSchema,
  configurationImportSchema,
  configurationSchema,
  configurationVersionSchema,
  type ConfigurationFile,
} from '#lib/passive/domain/configuration.ts';

export function fetchVersions(id: string, cursor: string | null, signal: AbortSignal) {
  return apiGet(`configurations/${id}/versions`, pageSchema(configurationVersionSchema), { query: { cursor }, signal });
}

export function restoreVersion(id: string, version: number) {
  return apiPost(`configurations/${id}/restore`, { version }, configurationSchema);
}

export function fetchFile(studyId: string): Promise<ConfigurationFile> {
  return apiGet('configurations/export', configurationFileSchema, { query: { studyId } });
}

export function importFile(studyId: string, file: ConfigurationFile, isDryRun: boolean) {
  return apiPost('configurations/import', { studyId, file, isDryRun }, configurationImportSchema);
}
