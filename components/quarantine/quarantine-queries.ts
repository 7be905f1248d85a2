import { z } from 'zod';
import { apiGet, apiPost, apiPut, pageSchema } from '#components/ui/api-client.ts';
import {
  quarantinedDetailSchema,
  quarantinedItemSchema,
  quarantineGroupSchema,
  readingCheckSchema,
  replayOutcomeSchema,
  type QuarantineGroupView,
  type QuarantineState,
} from '#lib/passive/domain/quarantine-views.ts';
import type { QuarantineReason } from '#lib/passive/domain/reasons.ts';

/** What the list shows. */
export interface QuarantineListView {
  readonly study: string | null;
  readonly state: QuarantineState;
  /** Null: every reason. */
  readonly reason: QuarantineReason | null;
}

const pageRows = 50;

/** The lists ask again so often. */
export const refreshMs = 30_000;

const reasonsSchema = z.object({ items: z.array(quarantineGroupSchema), refused: z.number() });

/** What waits for a decision: open rows by reason, and the number of refused uploads. */
export async function fetchWaiting(study: string | null, signal: AbortSignal): Promise<QuarantineWaiting> {
  const { items, refused } = await apiGet('quarantine/reasons', reasonsSchema, { query: { study }, signal });
  return { groups: items, refused };
}

export interface QuarantineWaiting {
  readonly groups: readonly QuarantineGroupView[];
  readonly refused: number;
}

export function fetchQuarantined(view: QuarantineListView, cursor: string | null, signal: AbortSignal) {
  const query = { ...view, cursor, limit: pageRows };
  return apiGet('quarantine', pageSchema(quarantinedItemSchema), { query, signal });
}

export function fetchDetail(id: string, signal: AbortSignal) {
  return apiGet(`quarantine/${id}`, quarantinedDetailSchema, { signal });
}

/** Null gives back the text as received. */
export function saveContent(id: string, content: string | null) {
  return apiPut(`quarantine/${id}/content`, { content }, readingCheckSchema);
}

export async function replayIds(ids: readonly string[]) {
  const { items } = await apiPost('quarantine/replay', { ids }, z.object({ items: z.array(replayOutcomeSchema) }));
  return items;
}

export interface ReasonOrder {
  readonly reason: QuarantineReason | null;
  readonly study: string | null;
  readonly mend: boolean;
}

export async function startReplay(order: ReasonOrder): Promise<string> {
  const { taskId } = await apiPost('quarantine/replay-reason', order, z.object({ taskId: z.string() }));
  return taskId;
}

const idsSchema = z.object({ ids: z.array(z.string()) });

export async function dismissIds(ids: readonly string[]): Promise<string[]> {
  return (await apiPost('quarantine/dismiss', { ids }, idsSchema)).ids;
}

export async function reopenIds(ids: readonly string[]): Promise<string[]> {
  return (await apiPost('quarantine/reopen', { ids }, idsSchema)).ids;
}

export async function dismissReason(reason: QuarantineReason, study: string | null): Promise<number> {
  const { count } = await apiPost('quarantine/dismiss-reason', { reason, study }, z.object({ count: z.number() }));
  return count;
}

/** Result of a replay task, as the task keeps it. */
export const replayReportSchema = z.object({ stored: z.number(), waiting: z.number(), wrong: z.number() });
