import type { Readable } from 'node:stream';
import { recordAccess } from '../audit/record-access.ts';
import { writeAudit } from '../audit/write-audit.ts';
import { requireVerb } from '../auth/require-verb.ts';
import type { Verb } from '../auth/verbs.ts';
import type { Context } from '../context.ts';
import type { TaskId } from '../ids.ts';
import { Problem } from '../problems/problem.ts';
import { getVisibleRow, mayDownload } from './see-task.ts';
import type { TaskResultFile } from './task.ts';

export interface OpenedTaskResult extends TaskResultFile {
  readonly finishedAt: Date;
  /** Opens the bytes from `start` to `end` inclusive, or all. Throws `storage_unavailable`, `not_found`. */
  readonly open: (range?: { readonly start: number; readonly end: number }) => Promise<Readable>;
}

export interface OpenTaskResultInput {
  readonly taskId: TaskId;
  /** A continued download is the same act as the one it continues: written to the audit log once. */
  readonly isContinuation?: boolean;
}

/**
 * The result file of a task. Reading it is audited.
 * Throws `not_found` (no such task, or no file), `permission_missing` when the kind's own verb is missing.
 */
export async function openTaskResult(ctx: Context, input: OpenTaskResultInput): Promise<OpenedTaskResult> {
  const row = await getVisibleRow(ctx, input.taskId);
  if (!mayDownload(ctx.actor, row)) requireVerb(ctx, row.result_verb as Verb, { studyId: row.study_id });
  const { result_blob_key: key, result_name: name, result_sha256: sha256, finished_at: finishedAt } = row;
  if (key === null || name === null || sha256 === null || finishedAt === null) {
    const wasRemoved = row.result_removed_at !== null;
    const detail = wasRemoved
      ? 'The file of this task was removed: somebody in it was erased.'
      : 'This task has no result file.';
    throw new Problem('not_found', { detail });
  }
  if (!input.isContinuation) {
    recordAccess(ctx, {
      action: 'task.download',
      studyId: row.study_id,
      detail: { kind: row.kind, taskId: row.id },
      outcome: 'ok',
    });
    await writeAudit(ctx, {
      action: 'task.download',
      subjectType: 'task',
      subjectId: row.id,
      studyId: row.study_id,
      detail: { kind: row.kind, name, sha256 },
    });
  }
  const sizeBytes = row.result_size_bytes ?? 0;
  return { name, sizeBytes, sha256, finishedAt, open: (range) => ctx.blobs.open(key, range) };
}
