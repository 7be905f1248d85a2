import { z } from 'zod';
import { apiDelete, apiGet, apiPatch, apiPost, apiPut, pageSchema } from '#components/ui/api-client.ts';
import type { UnitStatus } from '#lib/registry/domain/org-unit.ts';
import { pyramidConnectionSchema, trialOutcomeSchema } from '#lib/registry/domain/pyramid-connection.ts';
import {
  defaultImpactSchema,
  pyramidSchema,
  pyramidVersionSchema,
  versionReportSchema,
  type DefaultImpact,
  type Pyramid,
} from '#lib/registry/domain/pyramid.ts';

/** A study that a pyramid or a type can be tied to. */
export interface StudyChoice {
  readonly id: string;
  readonly name: string;
}

/** What a form says of a pyramid. */
export interface PyramidDraft {
  readonly name: string;
  readonly description: string;
  readonly isReadOnly: boolean;
  readonly treeStatuses: readonly UnitStatus[];
  readonly studyIds: readonly string[];
}

export function fetchPyramids(text: string, cursor: string | null, signal: AbortSignal) {
  return apiGet('pyramids', pageSchema(pyramidSchema), { query: { text, cursor }, signal });
}

export function savePyramid(id: string | null, draft: PyramidDraft): Promise<Pyramid> {
  return id === null ? apiPost('pyramids', draft, pyramidSchema) : apiPatch(`pyramids/${id}`, draft, pyramidSchema);
}

export function fetchVersions(pyramidId: string, cursor: string | null, signal: AbortSignal) {
  return apiGet(`pyramids/${pyramidId}/versions`, pageSchema(pyramidVersionSchema), { query: { cursor }, signal });
}

export function createVersion(pyramidId: string) {
  return apiPost(`pyramids/${pyramidId}/versions`, {}, pyramidVersionSchema);
}

export function describeVersion(id: string, description: string) {
  return apiPatch(`pyramid-versions/${id}`, { description }, pyramidVersionSchema);
}

export function fetchReport(id: string, signal: AbortSignal) {
  return apiGet(`pyramid-versions/${id}`, versionReportSchema, { signal });
}

/** Making a version the default of its pyramid, or a pyramid that of the organization. */
export interface DefaultTarget {
  readonly kind: 'pyramid-versions' | 'pyramids';
  readonly id: string;
}

export function fetchImpact({ kind, id }: DefaultTarget, signal: AbortSignal) {
  return apiGet(`${kind}/${id}/impact`, defaultImpactSchema, { signal });
}

export function makeDefault({ kind, id }: DefaultTarget, confirmed: readonly DefaultImpact[]) {
  return apiPost(`${kind}/${id}/make-default`, { confirmed });
}

const taskIdSchema = z.object({ taskId: z.string() });

export interface CopyDraft {
  readonly pyramidId: string;
  /** Left out: the next one. */
  readonly number?: number;
  readonly force: boolean;
}

export async function copyVersion(id: string, draft: CopyDraft): Promise<string> {
  return (await apiPost(`pyramid-versions/${id}/copy`, draft, taskIdSchema)).taskId;
}

/** Orders a version, whatever the status of its units, as a GeoPackage. */
export async function downloadVersion(id: string): Promise<string> {
  const order = { version: id, format: 'gpkg', searches: [{ status: [] }] };
  return (await apiPost('units/export', order, taskIdSchema)).taskId;
}

const knownConnectionSchema = z.object({ connection: pyramidConnectionSchema.nullable() });

export function fetchConnection(pyramidId: string, signal: AbortSignal) {
  return apiGet(`pyramids/${pyramidId}/connection`, knownConnectionSchema, { signal });
}

/** What a form says of a DHIS2; an empty password: the one that is known. */
export interface ConnectionTrialDraft {
  readonly url: string;
  readonly login: string;
  readonly password: string;
}

export function saveConnection(pyramidId: string, draft: ConnectionTrialDraft & { readonly name: string }) {
  return apiPut(`pyramids/${pyramidId}/connection`, draft, pyramidConnectionSchema);
}

export function tryConnection(pyramidId: string, trial: ConnectionTrialDraft) {
  return apiPost(`pyramids/${pyramidId}/connection/try`, trial, trialOutcomeSchema);
}

export function removeConnection(pyramidId: string) {
  return apiDelete(`pyramids/${pyramidId}/connection`);
}
