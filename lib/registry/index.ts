/** The georegistry: pyramids of org units, their versions, and how lists become them. */
export { unitExportSchema } from './domain/export-order.ts';
export { importMappingSchema, type ImportMapping } from './domain/import-mapping.ts';
export { importSettingsSchema, type ImportSettings } from './domain/import-record.ts';
export { unitActs, type ImportReport, type ReportRow, type UnitOutcome } from './domain/import-report.ts';
export type { LegacyKind } from './domain/legacy-kind.ts';
export type { UnitDescription } from './domain/unit-description.ts';
export type { UnitListQuery, UnitRow } from './domain/unit-list-query.ts';
export type { FoundUnit, NumberedSort, PlacedSearch } from './domain/unit-pages.ts';
export type { UnitSearch } from './domain/unit-search.ts';
export type { Unit } from './domain/unit.ts';
export { addUnitComment, addUnitCommentSchema } from './services/add-unit-comment.ts';
export { addUnitImage } from './services/add-unit-image.ts';
export { bringInFile } from './services/bring-in-file.ts';
export { bulkEditTask, bulkEditUnits } from './services/bulk-edit-units.ts';
export {
  makePyramidDefault,
  makeVersionDefault,
  readPyramidImpact,
  readVersionImpact,
} from './services/change-default.ts';
export { copyVersionTask } from './services/copy-version.ts';
export { createUnit, createUnitSchema, type CreateUnitInput } from './services/create-unit.ts';
export { describeAncestors, describeUnits } from './services/describe-units.ts';
export { exportOrgUnits } from './services/export-org-units.ts';
export { exportUnitGroups } from './services/export-unit-groups.ts';
export { getChangedUnit } from './services/get-changed-unit.ts';
export { getImportColumns } from './services/get-import-columns.ts';
export { getImport } from './services/get-import.ts';
export { getUnit } from './services/get-unit.ts';
export { importOrgUnits, type ImportResult } from './services/import-org-units.ts';
export { reportAsCsv, reportAsJson } from './services/import-report-files.ts';
export { checkImportTask, runImportTask, undoImportTask } from './services/import-tasks.ts';
export { idsOfClients, idsOfLegacy, legacyOfIds } from './services/legacy-ids.ts';
export { getImportNumbers, listImportRows, listImportUnits, readImportRows } from './services/list-import-rows.ts';
export { listImportTargets } from './services/list-import-targets.ts';
export { listImports } from './services/list-imports.ts';
export { listNearUnits, type NearPage } from './services/list-near-units.ts';
export { getPyramid, listPyramids } from './services/list-pyramids.ts';
export { listUnitChanges, listUnitChangesSchema } from './services/list-unit-changes.ts';
export { listUnitChildren, listUnitChildrenSchema } from './services/list-unit-children.ts';
export { listUnitChoices } from './services/list-unit-choices.ts';
export { listUnitComments, listUnitCommentsSchema } from './services/list-unit-comments.ts';
export { getUnitGroup, getUnitGroupSet, listUnitGroups, listUnitGroupSets } from './services/list-unit-groups.ts';
export { listUnitImages, listUnitImagesSchema } from './services/list-unit-images.ts';
export { getTypeHierarchy, getUnitType, listUnitTypes } from './services/list-unit-types.ts';
export { countFoundUnits, listUnits, type UnitPage } from './services/list-units.ts';
export { getVersionReport, listVersions } from './services/list-versions.ts';
export { openUnitImage } from './services/open-unit-image.ts';
export { openUnitsFile, type UnitsFile } from './services/open-units-file.ts';
export { exportUnits, orderUnitExport } from './services/order-unit-export.ts';
export { orderedTaskSchema, orderVersionCopy } from './services/order-version-copy.ts';
export { boundUnits, pageUnits, walkUnits } from './services/page-units.ts';
export { previewBulkEdit } from './services/preview-bulk-edit.ts';
export { readTile, type ReadTile, type ReadTileInput } from './services/read-tile.ts';
export { readTree, searchTree, type TreePage } from './services/read-tree.ts';
export { receiveImport } from './services/receive-import.ts';
export { openMap } from './services/map-state.ts';
export { removeUnitComment } from './services/remove-unit-comment.ts';
export { removeUnitImage } from './services/remove-unit-image.ts';
export { resolveStudy } from './services/resolve-study.ts';
export { resolveVersion, type OpenVersion } from './services/resolve-version.ts';
export { restoreUnit, restoreUnitSchema } from './services/restore-unit.ts';
export { startImportCheck, startImportRun, startImportUndo } from './services/start-import-task.ts';
export { summarizeMap } from './services/summarize-map.ts';
export { tryPyramidConnection } from './services/try-pyramid-connection.ts';
export { undoImport } from './services/undo-import.ts';
export { updateUnit, updateUnitSchema, type UpdateUnitInput } from './services/update-unit.ts';
export { createUnitGroupSet, removeUnitGroupSet, updateUnitGroupSet } from './services/write-group-set.ts';
export {
  findPyramidConnection,
  getPyramidConnection,
  removePyramidConnection,
  savePyramidConnection,
} from './services/write-pyramid-connection.ts';
export { createPyramid, updatePyramid } from './services/write-pyramid.ts';
export { changeGroupMembers, createUnitGroup, removeUnitGroup, updateUnitGroup } from './services/write-unit-group.ts';
export { createUnitType, removeUnitType, updateUnitType } from './services/write-unit-type.ts';
export { createVersion, updateVersion } from './services/write-version.ts';
