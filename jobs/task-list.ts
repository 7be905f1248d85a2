import { deliverArchive, deliveryJobName, type DeliveryRuntime } from '#lib/exports/index.ts';
import type { TaskList } from 'graphile-worker';
import {
  backUpTask,
  checkBackupTask,
  compileExport,
  exportFollower,
  tryRestoreTask,
  type BackupRuntime,
} from '#lib/exports/index.ts';
import {
  aggregateTask,
  checkStatusTask,
  countColdMonthsTask,
  eraseSourceTask,
  expirePointsTask,
  freezeMonthTask,
  inferVariablesTask,
  mergeSourcesTask,
  nudgeTask,
  redactStoredTask,
  replayQuarantine,
  splitSourceTask,
} from '#lib/passive/index.ts';
import { runTask, taskJobName, type AnyTaskKind, type TaskRuntime } from '#lib/platform/tasks/index.ts';
import { donationFollower, importArchive } from '#lib/donations/index.ts';
import { personalReport } from '#lib/exports/index.ts';
import {
  bulkEditTask,
  checkImportTask,
  copyVersionTask,
  exportUnits,
  runImportTask,
  undoImportTask,
} from '#lib/registry/index.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { replayMessagesTask } from '#lib/sensors/index.ts';

/** Every sort of Task that workers run. */
const taskKindsOf = ({ config }: Pick<Runtime, 'config'>): readonly AnyTaskKind[] => [
  aggregateTask,
  bulkEditTask,
  checkImportTask,
  checkStatusTask,
  compileExport,
  copyVersionTask,
  countColdMonthsTask(config),
  eraseSourceTask({ followers: [donationFollower, exportFollower], cold: config }),
  expirePointsTask,
  freezeMonthTask(config),
  redactStoredTask(config),
  exportUnits,
  replayMessagesTask,
  inferVariablesTask,
  mergeSourcesTask({ followers: [donationFollower], cold: config }),
  nudgeTask,
  replayQuarantine,
  runImportTask,
  splitSourceTask(config),
  undoImportTask,
  importArchive,
  personalReport,
];

/**
 * The queue's jobs behind Tasks and deliveries. `shutdown` aborts when the process is told to end: running tasks then go back to the
 * queue at once instead of holding the process.
 */
export function createTaskList(
  runtime: TaskRuntime & DeliveryRuntime & BackupRuntime & Pick<Runtime, 'config'>,
  shutdown: AbortSignal,
): TaskList {
  const backups = [backUpTask(runtime), checkBackupTask(runtime), tryRestoreTask(runtime)];
  const kinds = [...taskKindsOf(runtime), ...backups];
  return {
    [taskJobName]: (payload, helpers) =>
      runTask({ runtime, kinds, shutdown: AbortSignal.any([shutdown, helpers.abortSignal]) }, payload, helpers.job),
    [deliveryJobName]: (payload, helpers) =>
      deliverArchive(runtime, payload, AbortSignal.any([shutdown, helpers.abortSignal])),
  };
}
