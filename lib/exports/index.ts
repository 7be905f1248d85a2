/** Getting data out: orders, their archives, and what is known of both. */
export { deliverySchema } from './domain/delivery.ts';
export { destinationDraftSchema, destinationSchema, type Destination } from './domain/destination.ts';
export { exportOrderSchema, type ExportOrder, type ExportReport } from './domain/export-order.ts';
export { listDeliveries, retryDelivery, stopDelivery } from './services/change-delivery.ts';
export { compileExport } from './services/compile-export.ts';
export { estimateExport, type ExportEstimate } from './services/estimate-export.ts';
export { backupPlanDraftSchema, backupsSchema } from './domain/backup.ts';
export { backUpTask } from './services/backups/back-up-task.ts';
export { openBackupBox, type BackupRuntime } from './services/backups/backup-depot.ts';
export { runBackupPlans, saveBackupPlan } from './services/backups/backup-plans.ts';
export { listBackups } from './services/backups/list-backups.ts';
export { checkBackupTask, tryRestoreTask } from './services/backups/look-tasks.ts';
export { dropOlderBackups, startBackup, startBackupCheck, startRestoreTrial } from './services/backups/start-backup.ts';
export { exportFollower } from './services/follow-source.ts';
export { getExportOrder } from './services/get-export-order.ts';
export { listExportableTypes, type ExportableType } from './services/list-exportable-types.ts';
export { listExports } from './services/list-exports.ts';
export { orderPersonalReport, personalReportSchema } from './services/order-personal-report.ts';
export { personalReport } from './services/personal-report.ts';
export { orderExport } from './services/order-export.ts';
export { deliverArchive } from './services/deliver-archive.ts';
export type { DeliveryRuntime } from './services/live-try.ts';
export { deliveryJobName } from './services/delivery-job.ts';
export { listDestinations } from './services/list-destinations.ts';
export { lookBehindLink, openMailedFile } from './services/open-mailed-link.ts';
export { archiveDestination, createDestination, updateDestination } from './services/save-destination.ts';
export { destinationsOfPlugins } from './services/plugin-depot.ts';
export { sweepDeliveries } from './services/sweep-deliveries.ts';
export { tryDestination } from './services/try-destination.ts';
export { scheduleDraftSchema, scheduleSchema, type ExportSchedule } from './domain/schedule.ts';
export {
  createSchedule,
  listSchedules,
  removeSchedule,
  setScheduleEnabled,
} from './services/schedules/manage-schedules.ts';
export { runSchedules } from './services/schedules/run-schedules.ts';
