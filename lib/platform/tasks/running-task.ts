import type { Readable } from 'node:stream';
import type { BlobStore } from '../blobs/blob-store.ts';
import type { Logger } from '../log/log.ts';
import type { SaveResultOptions } from './task-kind.ts';
import type { LogLevel, TaskLogLine } from './task.ts';
import { beatTaskRow, insertLogRows, type Beat, type RunScope, type StoredResult } from './tasks.sql.ts';

/** Why a run's signal aborts. */
export type AbortCause = 'stop' | 'shutdown' | 'lost';

/** Time between beats: the longest a stop request waits to be seen. */
const beatEveryMs = 1_000;
/** After this long without a beat another worker takes the task over, so the run must end. */
export const silentTooLongSeconds = 20;
/** Lines kept of one run; a loop that logs per item must not fill the disk. */
const maxLogLines = 5_000;
const maxLogLineCharacters = 4_000;

/** The live side of one run: its beat, its log buffer, its result file and the signal that ends it. */
export class RunningTask {
  readonly #run: RunScope;
  readonly #blobs: BlobStore;
  readonly #log: Logger;
  readonly #controller = new AbortController();
  #beat: Beat = { done: 0, total: null, message: '' };
  #lines: Omit<TaskLogLine, 'id'>[] = [];
  #lineCount = 0;
  #lastBeatAt = Date.now();
  #result: StoredResult | null = null;
  #isResultKept = false;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();

  constructor(run: RunScope, blobs: BlobStore, log: Logger) {
    this.#run = run;
    this.#blobs = blobs;
    this.#log = log;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Null while nobody asked it to end. */
  get abortCause(): AbortCause | null {
    return this.signal.aborted ? (this.signal.reason as AbortError).why : null;
  }

  get result(): StoredResult | null {
    return this.#result;
  }

  abort(why: AbortCause): void {
    if (!this.signal.aborted) this.#controller.abort(new AbortError(why));
  }

  start(): void {
    this.#timer = setTimeout(() => {
      this.#beating = this.#tick();
    }, beatEveryMs);
  }

  /** Ends the beat and writes what is still in memory. */
  async finish(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#beating;
    clearTimeout(this.#timer);
    await this.#flush();
  }

  progress(done: number, total: number | null, message?: string): void {
    this.#beat = { done, total, message: message ?? this.#beat.message };
  }

  logLine(level: LogLevel, message: string): void {
    this.#lineCount += 1;
    if (this.#lineCount > maxLogLines) return;
    const isLast = this.#lineCount === maxLogLines;
    const text = isLast ? 'The log is full; further lines are left out.' : message.slice(0, maxLogLineCharacters);
    // PostgreSQL text holds no NUL.
    this.#lines.push({ at: new Date(), level: isLast ? 'warning' : level, message: text.replaceAll('\0', '�') });
  }

  get isResultKeptOnFailure(): boolean {
    return this.#isResultKept;
  }

  async saveResult(name: string, content: Readable | Uint8Array, options: SaveResultOptions = {}): Promise<void> {
    this.#isResultKept = options.isKeptOnFailure ?? false;
    const blobKey = resultKey(this.#run, this.#run.attempt);
    const info = await this.#blobs.put(blobKey, content);
    this.#result = { blobKey, name, sizeBytes: info.sizeBytes, sha256: info.sha256 };
  }

  /** Removes what this run, or a killed one before it, has stored or begun to store. */
  async discardResult(attempt = this.#run.attempt): Promise<void> {
    if (attempt < 1) return;
    this.#result = null;
    const key = resultKey(this.#run, attempt);
    await this.#blobs.remove(key);
    await this.#blobs.removeDrafts({ key });
  }

  async #tick(): Promise<void> {
    try {
      await this.#flush();
    } catch (error) {
      this.#log.warn({ err: error, taskId: this.#run.taskId }, 'task beat failed');
      if (Date.now() - this.#lastBeatAt > silentTooLongSeconds * 1_000) this.abort('lost');
    }
    if (this.#timer !== undefined) this.start();
  }

  async #flush(): Promise<void> {
    const lines = this.#lines;
    if (lines.length > 0) {
      await insertLogRows(this.#run, this.#run.taskId, lines);
      this.#lines = this.#lines.slice(lines.length);
    }
    const answer = await beatTaskRow(this.#run, this.#beat);
    this.#lastBeatAt = Date.now();
    if (answer !== 'go on') this.abort(answer);
  }
}

class AbortError extends Error {
  readonly why: AbortCause;

  constructor(why: AbortCause) {
    super(`the task ends: ${why}`);
    this.name = 'AbortError';
    this.why = why;
  }
}

function resultKey({ organizationId, taskId }: RunScope, attempt: number): string {
  return `${organizationId}/tasks/${taskId}/${String(attempt)}`;
}
