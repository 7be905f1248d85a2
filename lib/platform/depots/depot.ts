import type { Readable } from 'node:stream';

/** A file on its way out; it can be opened at any byte. */
export interface DepotFile {
  /** Below the depot's own root, as {@link requireDepotPath} allows it. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Hex. */
  readonly sha256: string;
  /** Opens the bytes from `start` to the end. */
  open(start: number): Promise<Readable>;
}

/** One try at putting a file somewhere; tries of the same draft go on where the one before was cut. */
export interface DepotRun {
  /** Letters, digits and hyphens; the same for each try of one delivery. */
  readonly draftId: string;
  /** What an earlier try noted with `remember`; null at first. */
  readonly memory: unknown;
  /** Keeps what the next try needs to go on. */
  remember(memory: object): Promise<void>;
  readonly signal: AbortSignal;
  /** Told how many bytes have arrived, those of earlier tries included. */
  arrived(bytes: number): void;
}

/** How it was made sure that what lies there is what was sent. */
export type DepotCheck = 'sha256' | 'md5' | 'plugin';

export interface DepotReceipt {
  readonly sizeBytes: number;
  /** `sha256`: read back and hashed; `md5`: the depot compared the hash that came with each part; `plugin`: that is up to the plug-in. */
  readonly check: DepotCheck;
}

export interface DepotEntry {
  readonly name: string;
  readonly sizeBytes: number;
}

/**
 * A place outside Cairn where files are put: a folder, a bucket, another machine. A file appears under its name only
 * when it is whole. Failures are `destination_unavailable` (worth another try) or `destination_refused` (a person has to
 * change something); a missing file is `not_found`.
 */
export interface Depot {
  put(file: DepotFile, run: DepotRun): Promise<DepotReceipt>;
  open(path: string): Promise<Readable>;
  /** Files directly in a folder, by name; of a folder that is not there: none. */
  list(folder: string): Promise<readonly DepotEntry[]>;
  /** Removing what is not there is fine. */
  remove(path: string): Promise<void>;
  /** Ends what was opened; the depot is not used any more. */
  close(): Promise<void>;
}
