/** Getting data out: orders, their archives, and what is known of both. */
export { exportOrderSchema, type ExportOrder } from './domain/export-order.ts';
export { compileExport } from './services/compile-export.ts';
