/** What every sending thing has in common: its identity, group, state and assigned configuration. */
export type { Source, SourceGroup, SourceState } from './domain/source.ts';
export {
  listSourcesSchema,
  sourceFilterSchema,
  sourceSelectionSchema,
  type ListSourcesInput,
  type SourceCounts,
  type SourceFilter,
  type SourceSelection,
} from './domain/source-query.ts';
export type { NewSource, SourceSighting } from './domain/source-sighting.ts';
export { archiveSources, archiveSourcesSchema } from './services/archive-sources.ts';
export { assignConfiguration, assignConfigurationSchema } from './services/assign-configuration.ts';
export { countSources } from './services/count-sources.ts';
export { createGroup, createGroupSchema } from './services/create-group.ts';
export { createSource, createSourceSchema } from './services/create-source.ts';
export { getSource } from './services/get-source.ts';
export { listGroups } from './services/list-groups.ts';
export { listSourcePositions } from './services/list-source-positions.ts';
export { listSourceChanges, type SourceChanges } from './services/list-source-changes.ts';
export { listSources } from './services/list-sources.ts';
export { moveSources, moveSourcesSchema } from './services/move-sources.ts';
export { pullSources, type PulledSources } from './services/pull-sources.ts';
export { updatePulledSourcesOf } from './services/update-pulled-sources.ts';
export { recordSightings } from './services/record-sightings.ts';
export { registerSources } from './services/register-sources.ts';
export { removeGroup } from './services/remove-group.ts';
export { renameSource, renameSourceSchema } from './services/rename-source.ts';
export {
  addAliases,
  addSplitSource,
  findSourceIdentity,
  readAliases,
  type SourceIdentity,
} from './services/source-identity.ts';
export {
  countObservationsOf,
  eraseSomeObservations,
  eraseSourceBlobs,
  eraseSourceRows,
  giveSomeObservations,
  mergeSourceRows,
  recountSourceTotals,
  splitNode,
  type SourceFollower,
} from './services/source-rows.ts';
export {
  countSourceResults,
  forgetSourceInTasks,
  mergeSourceTasks,
  splitSourceTasks,
} from './services/source-tasks.ts';
export { listSelectedSources, summarizeSelection } from './services/summarize-selection.ts';
export { suppressSources, suppressSourcesSchema } from './services/suppress-sources.ts';
export { updateGroup, updateGroupSchema } from './services/update-group.ts';
export { closeUnwantedAlerts } from './services/alerts/close-alerts.ts';
export { alertSchema, type Alert, type AlertFinding, type AlertLevel } from './domain/alerts/alert.ts';
export {
  alertCheckSchema,
  alertCountsSchema,
  alertFilterSchema,
  listAlertsSchema,
  type AlertCounts,
} from './domain/alerts/alert-query.ts';
export { alertSettingsSchema, outgoingMessageSchema, type AlertSettings } from './domain/alerts/alert-settings.ts';
export {
  acknowledgeAlerts,
  acknowledgeAlertsSchema,
  suppressAlertsSchema,
  suppressSourcesOfAlerts,
} from './services/alerts/acknowledge-alerts.ts';
export {
  getAlertSettings,
  listAlertMessages,
  saveAlertSettings,
  saveAlertSettingsSchema,
} from './services/alerts/alert-settings.ts';
export { closeAlertsOfCheck } from './services/alerts/close-alerts.ts';
export { deliverJobName, deliverMessages } from './services/alerts/deliver-messages.ts';
export { countAlerts, listAlertChecks, listAlerts } from './services/alerts/list-alerts.ts';
export { queueNotices } from './services/alerts/queue-notices.ts';
export { reconcileAlerts } from './services/alerts/reconcile-alerts.ts';
export { sendDigests } from './services/alerts/send-digests.ts';
export { listCheckedSources, type CheckedSource } from './services/alerts/list-checked-sources.ts';
export type { ChangeInstallationInput, Installation, InstallSourceInput } from './domain/installation.ts';
export {
  changeInstallation,
  removeInstallation,
  removeInstallationsAt,
  setInstallationImage,
} from './services/installations/change-installation.ts';
export { installSource } from './services/installations/install-source.ts';
export { applySourceList, listNamedSourcesOfStudy } from './services/source-list.ts';
export {
  createIssueSchema,
  deviceIssueSchema,
  issueFilterSchema,
  issueKindTable,
  issueReportHeader,
  listIssuesSchema,
  toReportRow,
  updateIssueSchema,
  type DeviceIssue,
} from './domain/issues/device-issue.ts';
export { createIssue, updateIssue } from './services/issues/change-issues.ts';
export {
  exportIssues,
  issueReportName,
  readIssuesOfSources,
  writeIssueWorkbook,
} from './services/issues/export-issues.ts';
export { getIssue, listIssueManufacturers, listIssues } from './services/issues/list-issues.ts';
export {
  defaultFidelitySettings,
  expectedIntervalSchema,
  fidelityChangeSchema,
  fidelityLetters,
  fidelitySchema,
  fidelitySettingsSchema,
  listFidelitySchema,
  sourceVitalsSchema,
  type Fidelity,
  type FidelityChange,
  type FidelitySettings,
  type FidelityState,
  type SourceVitals,
} from './domain/fidelity/fidelity.ts';
export { checkAllFidelities, readFidelityStates, readLatestObservations } from './services/fidelity/check-fidelity.ts';
export {
  getFidelitySettings,
  saveExpectedInterval,
  saveFidelitySettings,
} from './services/fidelity/fidelity-settings.ts';
export {
  getFidelity,
  getVitals,
  listFidelity,
  listFidelityChanges,
  listFidelityChangesSchema,
} from './services/fidelity/read-fidelity.ts';
