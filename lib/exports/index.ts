/** Getting data out: orders, their archives, and what is known of both. */
export { exportOrderSchema, type ExportOrder, type ExportReport } from './domain/export-order.ts';
export { compileExport } from './services/compile-export.ts';
export { estimateExport, type ExportEstimate } from './services/estimate-export.ts';
export { getExportOrder } from './services/get-export-order.ts';
export { listExportableTypes, type ExportableType } from './services/list-exportable-types.ts';
export { listExports } from './services/list-exports.ts';
export { orderExport } from './services/order-export.ts';
