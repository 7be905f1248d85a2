/** Passive data: bundles as received, the points in them, what was not understood, and reading it all back. */
export type { PointFilter } from './domain/point-filter.ts';
export type { PointEnvelope, PointRow } from './domain/point-row.ts';
export { performanceMetadataSchema } from './domain/performance-metadata.ts';
export { renderPoint } from './domain/render-point.ts';
export { readPerformanceMetadata, readPerformanceOfSource } from './services/read-performance-metadata.ts';
export { readPoints } from './services/read-points.ts';
export { timeWindowSchema, type TimeWindow } from './domain/views/time-window.ts';
export { pullPoints, type PulledPage } from './services/pull-points.ts';
export { getPoint, pointAddressSchema } from './services/get-point.ts';
export { listAttachments } from './services/list-attachments.ts';
export { listPoints } from './services/list-points.ts';
export { listSourceRates, readKindHours } from './services/list-source-rates.ts';
export { listSourceTypes } from './services/list-source-types.ts';
export { openAttachment } from './services/open-attachment.ts';
export { readDensity } from './services/read-density.ts';
export { readTypeChart } from './services/read-type-chart.ts';
export { listDrawableVariables, readVariableChart } from './services/read-variable-chart.ts';
export { shownView } from './services/view-of-plugin.ts';
export { aggregateAgain } from './services/rebuild-aggregates.ts';
export { aggregateTask, startCatchUps } from './services/catch-up.ts';
export type { PointBlock } from './domain/point-block.ts';
export {
  estimateSources,
  getTypeIds,
  listNamedSources,
  listSourcesWithMore,
  listSourcesWithPoints,
  listTypeTotals,
  type NamedSource,
  type SourceChoice,
  type SourceEstimate,
  type TypeTotal,
} from './services/count-for-export.ts';
export { getEnvelopes, scanPointBlocks, type BlockRange, type BlockScan } from './services/scan-point-blocks.ts';
export { measureBacklog } from './services/measure-backlog.ts';
export { filesPerUpload, jsonParsedAtDoorBytes, shortTextLength } from './domain/upload-limits.ts';
export { cleanShortText } from './domain/upload-judgement.ts';
export type { Door, Receipt, Refusal, Upload, UploadFile } from './domain/upload-types.ts';
export { BodySpool } from './services/receive-body.ts';
export { receiveBundle } from './services/receive-bundle.ts';
export { BundleQueue } from './services/receive-queue.ts';
export { configurationSchema, type Configuration } from './domain/configuration.ts';
export { getConfiguration, listConfigurations } from './services/list-configurations.ts';
export {
  exportConfigurations,
  importConfigurations,
  importConfigurationsSchema,
} from './services/exchange-configurations.ts';
export { listConfigurationVersions, restoreConfiguration } from './services/configuration-versions.ts';
export { resolveConfiguration } from './services/resolve-configuration.ts';
export {
  archiveConfiguration,
  createConfiguration,
  createConfigurationSchema,
  updateConfiguration,
  updateConfigurationSchema,
} from './services/save-configuration.ts';
export { findProblems, type HealthFinding, type HealthNow } from './domain/health-findings.ts';
export { sumBins, type IntakeBin, type IntakeStep } from './domain/intake.ts';
export {
  listNewTypes,
  readIntakeSeries,
  readOpenQuarantine,
  readWaitingBundles,
  type CappedCount,
  type IntakeSeries,
} from './services/read-intake.ts';
export { explainConfiguration } from './services/explain-configuration.ts';
export { type ProcessingReport, type ProcessingRuntime } from './services/processor.ts';
export { processUntilEmpty, startProcessing, type ProcessingOptions } from './services/start-processing.ts';
export { quarantineReasonSchema } from './domain/quarantine-views.ts';
export type { QuarantineReason } from './domain/reasons.ts';
export type { Mending, MendingKind } from './domain/suggest-mending.ts';
export {
  getQuarantined,
  listQuarantined,
  listQuarantinedSchema,
  listQuarantineReasons,
  type QuarantinedDetail,
  type QuarantinedItem,
  type QuarantineGroup,
} from './services/list-quarantined.ts';
export { editQuarantined, editQuarantinedSchema, type ReadingCheck } from './services/edit-quarantined.ts';
export {
  dismissByReason,
  dismissQuarantined,
  quarantinedIdsSchema,
  reopenQuarantined,
} from './services/dismiss-quarantined.ts';
export {
  replayByReason,
  replayByReasonSchema,
  replayQuarantine,
  replayQuarantined,
  replayQuarantinedSchema,
  type ReplayReport,
} from './services/replay-quarantined.ts';
export type { ReplayOutcome } from './services/replay-rows.ts';
export { dismissRefused, reopenRefused, replayRefused } from './services/decide-refused.ts';
export { countRefused, getRefused, listRefused, listRefusedSchema } from './services/list-refused.ts';
export { mendRefused, mendRefusedSchema } from './services/mend-refused.ts';
export { openRefused } from './services/open-refused.ts';
export { listLatestPoints, latestPointsSchema } from './services/list-latest-points.ts';
export type { VariableKind } from './domain/codebook/variable-kinds.ts';
export type { Variable } from './domain/codebook/variable.ts';
export { dumpBundle } from './services/dump-bundle.ts';
export { editCodebook, editCodebookSchema } from './services/edit-codebook.ts';
export { codebookFormats, exportCodebook, exportCodebookSchema } from './services/export-codebook.ts';
export { getCodebook } from './services/get-codebook.ts';
export { inferVariables, inferVariablesSchema, inferVariablesTask } from './services/infer-variables.ts';
export { listVariables, readVariablesOfType } from './services/list-variables.ts';
export { eraseSourceTask, planErase, startErase } from './services/erase-source.ts';
export { mergeSourcesTask, planMerge, startMerge } from './services/merge-sources.ts';
export { planSplit, splitSourceSchema, splitSourceTask, startSplit } from './services/split-source.ts';
export { peerDraftSchema, peerSchema, sourcePeerSchema, type Peer } from './domain/federation/peer.ts';
export { askStatistics } from './services/federation/ask-statistics.ts';
export { forwardJobName, forwardPoints } from './services/federation/forward-points.ts';
export { assignPeer, getSourcePeer, listPeers, removePeer, savePeer } from './services/federation/manage-peers.ts';
export { backdateProcessing } from './services/backdate-processing.ts';
export { clearBundles } from './services/clear-bundles.ts';
export { alertRuleSchema, type AlertRule, type RuleDefinition } from './domain/checks/rule.ts';
export type { CheckFinding, CheckLook, CheckReadings, StatusCheck } from './domain/checks/status-check.ts';
export {
  archiveAlertRule,
  createAlertRule,
  createAlertRuleSchema,
  getAlertRule,
  listAlertRules,
  setBuiltInCheck,
  setBuiltInSchema,
  updateAlertRule,
} from './services/checks/alert-rules.ts';
export { checkAllStudies } from './services/checks/check-all-studies.ts';
export { checkStudy } from './services/checks/check-study.ts';
export { checkStatusTask, startChecks, startChecksSchema } from './services/checks/check-task.ts';
export { previewRule, previewRuleSchema } from './services/checks/preview-rule.ts';
export { registerStatusCheck } from './services/checks/status-checks.ts';
export { maxSourceListBytes, sourceListReportSchema, type SourceListReport } from './domain/source-list.ts';
export { readStudySources, writeStudySources } from './services/source-list/source-list.ts';
export { nudgeFailureSchema, nudgeStatusSchema, startNudgeSchema, type NudgeStatus } from './domain/nudges/nudge.ts';
export {
  getNudgeStatus,
  listNudgeFailures,
  listNudgeFailuresSchema,
  saveNudgeSettings,
  saveNudgeSettingsSchema,
} from './services/nudges/nudge-settings.ts';
export { nudgeTask } from './services/nudges/nudge-task.ts';
export { nudgeByTheClock, startNudge } from './services/nudges/start-nudge.ts';
export {
  sensitiveFieldDraftSchema,
  sensitiveFieldSchema,
  sensitivePreviewSchema,
} from './domain/sensitive/sensitive-field.ts';
export { redactStoredTask, startRedaction } from './services/sensitive/redact-stored.ts';
export {
  addSensitiveField,
  listSensitiveFields,
  previewSensitive,
  previewSensitiveSchema,
  removeSensitiveField,
} from './services/sensitive/sensitive-fields.ts';
export {
  retentionDraftSchema,
  retentionPreviewSchema,
  retentionRuleSchema,
} from './domain/retention/point-retention.ts';
export { listedTraceSchema } from './domain/traces/bundle-trace.ts';
export { listTraces, listTracesSchema } from './services/traces/list-traces.ts';
export { fetchWithings } from './services/withings/fetch-withings.ts';
export { finishLink, startLink } from './services/withings/link-withings.ts';
export { withingsOfSourceSchema } from './domain/withings/link-state.ts';
export { getWithings, pullWithings, unlinkWithings } from './services/withings/manage-link.ts';
export { rewindWithings } from './services/withings/rewind-withings.ts';
export { expirePointsTask } from './services/retention/expire-task.ts';
export {
  expireByTheClock,
  listRetentionRules,
  previewRetention,
  removeRetentionRule,
  setRetentionRule,
  startExpiry,
} from './services/retention/point-retention.ts';
export { coldMonthSchema, heldMonthSchema, monthOfText, monthTextSchema, type ColdMonth } from './domain/cold-month.ts';
export { defaultColdPlace, openColdPlace } from './services/cold/cold-place.ts';
export { countColdMonthsTask } from './services/cold/count-cold-months.ts';
export { freezeMonth } from './services/cold/freeze-month.ts';
export { freezeMonthTask, listHeldMonths, startFreeze, startFreezeSchema } from './services/cold/freeze-task.ts';
export { listColdMonths } from './services/cold/list-cold-months.ts';
