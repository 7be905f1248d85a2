/** The georegistry: pyramids of org units, their versions, and how lists become them. */
export { importMappingSchema, type ImportMapping } from './domain/import-mapping.ts';
export type { ImportReport, ReportRow } from './domain/import-report.ts';
export { unitRowSchema, type UnitListQuery, type UnitRow } from './domain/unit-list-query.ts';
export { unitExportSchema } from './domain/export-order.ts';
export { bulkEditTask, bulkEditUnits } from './services/bulk-edit-units.ts';
export { exportOrgUnits } from './services/export-org-units.ts';
export { importOrgUnits, type ImportResult } from './services/import-org-units.ts';
export { listNearUnits, type NearPage } from './services/list-near-units.ts';
export { countAllUnits, countCap, countUnits, listUnits, type UnitPage } from './services/list-units.ts';
export { exportUnits, orderUnitExport } from './services/order-unit-export.ts';
export { readTile, type ReadTile, type ReadTileInput } from './services/read-tile.ts';
export { previewBulkEdit } from './services/preview-bulk-edit.ts';
export { readTree, searchTree, type TreePage } from './services/read-tree.ts';
export { resolveVersion, type OpenVersion } from './services/resolve-version.ts';
export { summarizeMap } from './services/summarize-map.ts';
