import { z } from 'zod';
import { apiGet, apiUrl, ApiProblem, pageSchema } from '#components/ui/api-client.ts';
import {
  attachmentSchema,
  densitySchema,
  latestPointSchema,
  linesSchema,
  pointTableRowSchema,
  sourceTypeSchema,
  typeChartSchema,
  type PointTableItem,
  type SourceType,
} from '#lib/passive/domain/views/view-results.ts';
import { variableSchema } from '#lib/passive/domain/codebook/variable.ts';
import { sourceSchema } from '#lib/sources/domain/source.ts';

/** Half-open, Unix milliseconds of device time. */
export interface ShownTime {
  readonly fromMs: number;
  readonly toMs: number;
}

const iso = (ms: number) => new Date(ms).toISOString();
const windowQuery = ({ fromMs, toMs }: ShownTime) => ({ from: iso(fromMs), to: iso(toMs) });

export function fetchSource(id: string, signal: AbortSignal) {
  return apiGet(`sources/${id}`, sourceSchema, { signal });
}

export async function fetchTypes(id: string, signal: AbortSignal): Promise<SourceType[]> {
  const { items } = await apiGet(`sources/${id}/types`, pageSchema(sourceTypeSchema), { signal });
  return items;
}

export function fetchDensity(source: string, shown: ShownTime, signal: AbortSignal) {
  return apiGet('points/density', densitySchema, { query: { source, ...windowQuery(shown) }, signal });
}

interface OfType {
  readonly source: string;
  readonly type: number;
  readonly shown: ShownTime;
}

export function fetchTypeChart({ source, type, shown }: OfType, signal: AbortSignal) {
  return apiGet('points/chart', typeChartSchema, { query: { source, type, ...windowQuery(shown) }, signal });
}

const variablesSchema = z.object({ items: z.array(variableSchema) });

/** The variables of a type that can be drawn. */
export async function fetchVariables(ofType: Omit<OfType, 'shown'>, signal: AbortSignal) {
  const { items } = await apiGet('points/variables', variablesSchema, { query: { ...ofType }, signal });
  return items;
}

/** One variable over time; `path` as in the codebook. */
export function fetchVariableChart({ source, type, shown }: OfType, path: string, signal: AbortSignal) {
  const query = { source, type, path, ...windowQuery(shown) };
  return apiGet('points/variables/chart', linesSchema, { query, signal });
}

const pointPageRows = 50;

export function fetchPoints({ source, type, shown }: OfType, cursor: string | null, signal: AbortSignal) {
  const query = { source, type, ...windowQuery(shown), cursor, limit: pointPageRows };
  return apiGet('points', pageSchema(pointTableRowSchema), { query, signal });
}

/** The newest points of a source, of every type. */
export function fetchLatestPoints(source: string, cursor: string | null, signal: AbortSignal) {
  const query = { source, cursor, limit: pointPageRows };
  return apiGet('points/latest', pageSchema(latestPointSchema), { query, signal });
}

const attachmentPageRows = 20;

export function fetchAttachments(source: string, cursor: string | null, signal: AbortSignal) {
  const query = { source, cursor, limit: attachmentPageRows };
  return apiGet('points/attachments', pageSchema(attachmentSchema), { query, signal });
}

const problemSchema = z.object({
  code: z.string(),
  detail: z.string(),
  status: z.number(),
  requestId: z.string().optional(),
});

/** A point's text with every digit as it came; parsing it here would round large numbers. */
export async function fetchPointText(
  { source, type }: Omit<OfType, 'shown'>,
  { createdAtUs, contentHash }: Pick<PointTableItem, 'createdAtUs' | 'contentHash'>,
  signal: AbortSignal,
): Promise<string> {
  const response = await fetch(apiUrl('points/raw', { source, type, at: createdAtUs, hash: contentHash }), { signal });
  if (!response.ok) throw new ApiProblem(problemSchema.parse(await response.json()));
  return response.text();
}
