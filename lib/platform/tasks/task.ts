import { z } from 'zod';
import type { StudyId, TaskId, UserId } from '../ids.ts';
import type { ProblemCode } from '../problems/problem.ts';

/** Where a task stands. `succeeded`, `failed` and `stopped` are final until a person retries it. */
export const taskStateSchema = z.enum(['queued', 'running', 'succeeded', 'failed', 'stopped']);
export type TaskState = z.infer<typeof taskStateSchema>;

export const logLevelSchema = z.enum(['info', 'warning', 'error']);
export type LogLevel = z.infer<typeof logLevelSchema>;

/** The file a task left behind. */
export interface TaskResultFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** A background job as a person sees it. */
export interface Task {
  readonly id: TaskId;
  readonly studyId: StudyId | null;
  /** Which use-case runs it, as `noun.verb`. */
  readonly kind: string;
  readonly title: string;
  readonly state: TaskState;
  /** Work units; `total` is null while unknown. */
  readonly progress: { readonly done: number; readonly total: number | null };
  /** One line for the person watching. */
  readonly message: string;
  readonly attempt: number;
  readonly createdBy: { readonly id: UserId; readonly name: string } | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly stopRequestedAt: Date | null;
  readonly error: { readonly code: string; readonly detail: string } | null;
  readonly result: unknown;
  readonly resultFile: TaskResultFile | null;
  /** When its file was removed because somebody in it was erased; null: it was not. */
  readonly resultRemovedAt: Date | null;
  /** What the asking person may do with it now. */
  readonly can: { readonly stop: boolean; readonly retry: boolean; readonly download: boolean };
}

export interface TaskLogLine {
  readonly id: number;
  readonly at: Date;
  readonly level: LogLevel;
  readonly message: string;
}

/** Why a run ended without a result. */
export interface TaskFailure {
  readonly code: ProblemCode;
  readonly detail: string;
}

/** A task in one of these states holds a worker or waits for one. */
export function isUnfinished(state: TaskState): boolean {
  return state === 'queued' || state === 'running';
}
