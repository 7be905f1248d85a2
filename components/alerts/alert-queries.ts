import { z } from 'zod';
import { apiDelete, apiGet, apiPost, apiPut, pageSchema } from '#components/ui/api-client.ts';
import type { Selection } from '#components/tables/selection.ts';
import { rulePreviewSchema, type RulePreview } from '#lib/passive/domain/checks/rule-preview.ts';
import {
  alertRuleSchema,
  type AlertRule,
  type AlertRuleDraft,
  type RuleDefinition,
} from '#lib/passive/domain/checks/rule.ts';
import { alertSchema } from '#lib/sources/domain/alerts/alert.ts';
import {
  alertCheckSchema,
  alertCountsSchema,
  type AlertFilter,
  type AlertSelection,
  type AlertSort,
} from '#lib/sources/domain/alerts/alert-query.ts';
import {
  alertSettingsSchema,
  outgoingMessageSchema,
  type AlertSettingsDraft,
} from '#lib/sources/domain/alerts/alert-settings.ts';
import { bulkOutcomeSchema } from '#lib/sources/domain/source-query.ts';

const alertPageSchema = pageSchema(alertSchema);
export type AlertPage = z.infer<typeof alertPageSchema>;

/** What the list shows and in which order. */
export interface AlertListView {
  readonly filter: AlertFilter;
  readonly sort: AlertSort;
  readonly order: 'asc' | 'desc';
}

export function fetchAlertPage(view: AlertListView, cursor: string | null, signal: AbortSignal): Promise<AlertPage> {
  const { filter, sort, order } = view;
  return apiGet('alerts', alertPageSchema, { query: { ...filter, sort, order, cursor, limit: 50 }, signal });
}

export function fetchAlertCounts(filter: AlertFilter, signal: AbortSignal) {
  return apiGet('alerts/counts', alertCountsSchema, { query: { ...filter }, signal });
}

export async function fetchAlertChecks(filter: AlertFilter, signal: AbortSignal) {
  return (await apiGet('alerts/checks', pageSchema(alertCheckSchema), { query: { ...filter }, signal })).items;
}

/** What is ticked, as the server takes it. */
export function toAlertSelection(selection: Selection, filter: AlertFilter): AlertSelection {
  const ids = [...selection.ids];
  return selection.mode === 'only' ? { ids } : { filter, except: ids };
}

export function acknowledgeAlerts(selection: AlertSelection, acknowledged: boolean) {
  return apiPost('alerts/acknowledge', { selection, acknowledged }, bulkOutcomeSchema);
}

export function suppressAlerts(selection: AlertSelection) {
  return apiPost('alerts/suppress', { selection }, bulkOutcomeSchema);
}

export async function runChecks(study: string): Promise<string> {
  return (await apiPost('alerts/run', { study }, z.object({ taskId: z.string() }))).taskId;
}

export async function fetchRules(studyId: string, signal: AbortSignal): Promise<AlertRule[]> {
  return (await apiGet('alert-rules', pageSchema(alertRuleSchema), { query: { studyId }, signal })).items;
}

export function saveRule(id: string | null, studyId: string, draft: AlertRuleDraft): Promise<AlertRule> {
  return id === null
    ? apiPost('alert-rules', { studyId, ...draft }, alertRuleSchema)
    : apiPut(`alert-rules/${id}`, draft, alertRuleSchema);
}

export function removeRule(id: string): Promise<unknown> {
  return apiDelete(`alert-rules/${id}`);
}

export function switchBuiltIn(studyId: string, checkId: string, isEnabled: boolean): Promise<unknown> {
  return apiPut('alert-rules/built-in', { studyId, checkId, isEnabled });
}

export function previewRule(studyId: string, definition: RuleDefinition): Promise<RulePreview> {
  return apiPost('alert-rules/preview', { studyId, definition }, rulePreviewSchema);
}

export function fetchSettings(studyId: string, signal: AbortSignal) {
  return apiGet('alert-settings', alertSettingsSchema, { query: { studyId }, signal });
}

export function saveSettings(studyId: string, draft: AlertSettingsDraft) {
  const saved = alertSettingsSchema.extend({ newWebhookSecret: z.string().nullable() });
  return apiPut('alert-settings', { studyId, ...draft }, saved);
}

export async function fetchMessages(studyId: string, signal: AbortSignal) {
  return (await apiGet('alert-settings/messages', pageSchema(outgoingMessageSchema), { query: { studyId }, signal }))
    .items;
}
