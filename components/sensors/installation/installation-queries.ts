import { z } from 'zod';
import { apiCall, apiDelete, apiGet, apiPatch, apiPost, pageSchema } from '#components/ui/api-client.ts';
import type { SearchOption } from '#components/ui/search-select.tsx';
import { installedNodeSchema, roomChoiceSchema, type InstalledNode } from '#lib/sensors/domain/installed-node.ts';
import { sensorRowSchema } from '#lib/sensors/domain/overview.ts';
import { seriesSchema, type NodeSeries } from '#lib/sensors/domain/series.ts';

/** Half-open, Unix milliseconds. */
export interface ShownDay {
  readonly fromMs: number;
  readonly toMs: number;
}

export function fetchInstallation(id: string, signal: AbortSignal): Promise<InstalledNode> {
  return apiGet(`installations/${id}`, installedNodeSchema, { signal });
}

const installedPageSchema = pageSchema(installedNodeSchema);
export type InstalledPage = z.infer<typeof installedPageSchema>;

/** Installations of a node or at a room, those that began last first. */
export function fetchInstallations(
  of: { readonly node: string } | { readonly room: string },
  cursor: string | null,
  signal: AbortSignal,
): Promise<InstalledPage> {
  return apiGet('installations', installedPageSchema, { query: { ...of, cursor, limit: 20 }, signal });
}

/** What was measured during an installation in a stretch of time, in steps of so many seconds. */
export function fetchInstalledSeries(
  id: string,
  { fromMs, toMs, stepS }: ShownDay & { readonly stepS: number },
  signal: AbortSignal,
): Promise<NodeSeries> {
  const query = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString(), stepS };
  return apiGet(`installations/${id}/series`, seriesSchema, { query, signal });
}

export interface InstallWish {
  readonly nodeId: string;
  readonly roomId: string;
  /** Null: now. */
  readonly fromAt: Date | null;
  readonly description: string;
  readonly isPublic: boolean;
}

export function install({ fromAt, ...wish }: InstallWish): Promise<InstalledNode> {
  return apiPost('installations', { ...wish, ...(fromAt && { fromAt }), endsRunning: true }, installedNodeSchema);
}

export interface InstallationChange {
  readonly isPublic?: boolean;
  readonly description?: string;
  readonly toAt?: Date | null;
}

export function changeInstallation(id: string, change: InstallationChange): Promise<InstalledNode> {
  return apiPatch(`installations/${id}`, change, installedNodeSchema);
}

export function removeInstallation(id: string): Promise<unknown> {
  return apiDelete(`installations/${id}`);
}

export function putPicture(id: string, file: Blob): Promise<unknown> {
  return apiCall('PUT', `installations/${id}/image`, { body: file, schema: z.unknown() });
}

/** Nodes whose alias or EUI has the text in it, to choose from. */
export async function searchNodes(text: string, signal: AbortSignal): Promise<SearchOption[]> {
  const { items } = await apiGet('sensors', pageSchema(sensorRowSchema), { query: { text, limit: 30 }, signal });
  return items.map(({ id, alias, eui64 }) => ({
    value: id,
    label: eui64 === null || eui64 === alias ? alias : `${alias} (${eui64})`,
  }));
}

/** Rooms whose name or site has the text in it, to choose from. */
export async function searchRooms(text: string, signal: AbortSignal): Promise<SearchOption[]> {
  const { items } = await apiGet('sensors/rooms', pageSchema(roomChoiceSchema), { query: { text, limit: 30 }, signal });
  return items.map(({ id, name, siteName }) => ({ value: id, label: `${siteName} › ${name}` }));
}
