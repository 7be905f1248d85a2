import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listAppliedMigrations } from '../../db/migrate.ts';
import { Problem } from '../../problems/problem.ts';
import type { Runtime } from '../../runtime.ts';
import { freezeTransaction, listBackupTables, listBlobKeys, listPartitions } from '../backup-tables.sql.ts';
import {
  keptIndexes,
  piecesOf,
  windowedTables,
  type BackedUpFile,
  type IncrementIndex,
  type IncrementReport,
  type Piece,
  type Window,
} from './increment.ts';
import type { IncrementStore } from './increment-store.ts';
import { countWindows, readInUtc, readWindowRows, type WindowTotals } from './windows.sql.ts';

/** What a run works with, and whom it tells how far it is. */
export interface IncrementRun {
  readonly runtime: Pick<Runtime, 'db' | 'blobs'> & { readonly config: Pick<Runtime['config'], 'dataDir' | 'secret'> };
  readonly store: IncrementStore;
  readonly now: Date;
  readonly signal: AbortSignal;
  /** States that are left at the destination afterwards, this one included; all that are kept otherwise. */
  readonly keep?: number;
  onProgress(done: number, total: number | null, message: string): void;
}

/** Plain bytes of a piece of rows, about; a row is never cut. */
const pieceBytes = 2 * 1024 * 1024;
const fileBytes = 4 * 1024 * 1024;

/**
 * Sends what has changed since the last run to the store, and then an index of all there is (pdk-41): every row of one moment,
 * every file. Points, observations and uploads are compared day by day, so that what was erased or moved is sent anew too; the
 * rest is small. Rows are put aside sealed while they are read, so that no transaction waits for a line. Stopped or killed at
 * any moment, the last index still names whole pieces; the next run removes what is of no index.
 */
export async function writeIncrement(run: IncrementRun): Promise<IncrementReport> {
  const { runtime, store, now } = run;
  const names = await store.listIndexes();
  const newest = names[0];
  const last = newest === undefined ? null : await store.openIndex(newest);
  const there = new Set(last ? piecesOf(last).map(({ name }) => name) : []);
  await mkdir(runtime.config.dataDir, { recursive: true });
  const aside = await mkdtemp(join(runtime.config.dataDir, 'increment-'));
  try {
    const sending = { run, there, aside, sent: { pieces: 0, bytes: 0, kept: 0 } };
    const { keys, ...read } = await readRows(sending, last);
    await sendAside(sending, read.windows);
    const files = await sendFiles(sending, { keys, last });
    const index: IncrementIndex = {
      format: 'cairn-increment-1',
      writtenAt: now.toISOString(),
      secret: runtime.config.secret,
      ...read,
      ...files,
    };
    await store.putIndex(index);
    const removedPieces = await prune(run, { names, index });
    const rows = index.windows.reduce((sum, window) => sum + window.rows, 0);
    const { pieces: sentPieces, bytes: sentBytes, kept: keptPieces } = sending.sent;
    return {
      rows,
      files: files.files.length,
      missingFiles: files.missingFiles,
      sentPieces,
      sentBytes,
      keptPieces,
      removedPieces,
    };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

interface Sending {
  readonly run: IncrementRun;
  /** Names of pieces that are at the destination. */
  readonly there: Set<string>;
  /** Folder of pieces that wait to be sent. */
  readonly aside: string;
  readonly sent: { pieces: number; bytes: number; kept: number };
}

/** Reads all that has changed, as of one moment. */
function readRows(sending: Sending, last: IncrementIndex | null) {
  const { db } = sending.run.runtime;
  return db.transaction(async () => {
    await freezeTransaction(db);
    await readInUtc(db);
    const tables = await listBackupTables(db);
    const windows: Window[] = [];
    for (const [at, { name }] of tables.entries()) {
      sending.run.signal.throwIfAborted();
      sending.run.onProgress(at, tables.length, `Reads ${name}.`);
      windows.push(...(await readTable(sending, name, last)));
    }
    const keys = [...new Set(await listBlobKeys(db, tables))].sort();
    return { windows, keys, migrations: await listAppliedMigrations(db), partitions: await listPartitions(db) };
  });
}

async function readTable(sending: Sending, table: string, last: IncrementIndex | null): Promise<Window[]> {
  const { db } = sending.run.runtime;
  const totals = await countWindows(db, table);
  const known = new Map((last?.windows ?? []).filter((of) => of.table === table).map((of) => [of.day, of]));
  const isSame = ({ day, rows, digest }: WindowTotals) => {
    const before = known.get(day);
    return before?.rows === rows && before.digest === digest;
  };
  const pieces = new Map<string | null, Piece[]>();
  for (const total of totals) pieces.set(total.day, isSame(total) ? (known.get(total.day)?.pieces ?? []) : []);
  const changed = totals.filter((total) => total.rows > 0 && !isSame(total)).map(({ day }) => day);
  if (changed.length > 0) {
    const days = windowedTables[table] === undefined ? null : changed.filter((day) => day !== null);
    await readPieces(sending, { table, days }, pieces);
  }
  return totals.map((total) => ({ table, ...total, pieces: pieces.get(total.day) ?? [] }));
}

async function readPieces(
  sending: Sending,
  chosen: { readonly table: string; readonly days: readonly string[] | null },
  pieces: ReadonlyMap<string | null, Piece[]>,
): Promise<void> {
  let lines: string[] = [];
  let size = 0;
  let current: string | null = null;
  const close = async () => {
    if (lines.length === 0) return;
    const name = await putAside(sending, gzipSync(Buffer.from(lines.join('\n')), { level: 6 }));
    pieces.get(current)?.push({ name, count: lines.length });
    [lines, size] = [[], 0];
  };
  for await (const rows of readWindowRows(sending.run.runtime.db, chosen)) {
    for (const { day, row } of rows) {
      if (day !== current || size > pieceBytes) await close();
      current = day;
      const line = JSON.stringify(row);
      size += line.length;
      lines.push(line);
    }
    sending.run.signal.throwIfAborted();
  }
  await close();
}

/** Seals a piece and lays it aside, unless it is there. */
async function putAside({ run, there, aside }: Sending, plain: Buffer): Promise<string> {
  const { box } = run.store;
  const name = box.nameOf(plain);
  if (!there.has(name)) await writeFile(join(aside, name), box.seal(plain), { mode: 0o600 });
  return name;
}

async function sendAside(sending: Sending, windows: readonly Window[]): Promise<void> {
  const names = new Set(windows.flatMap(({ pieces }) => pieces.map(({ name }) => name)));
  let done = 0;
  for (const name of names) {
    sending.run.signal.throwIfAborted();
    sending.run.onProgress(done, names.size, 'Sends rows.');
    if (sending.there.has(name)) sending.sent.kept += 1;
    else {
      const path = join(sending.aside, name);
      await send(sending, name, await readFile(path));
      await rm(path);
    }
    done += 1;
  }
}

async function send({ run, there, sent }: Sending, name: string, sealed: Buffer): Promise<void> {
  await run.store.putPiece(name, sealed);
  there.add(name);
  sent.pieces += 1;
  sent.bytes += sealed.length;
}

/** Files do not change under their key: one that the last index has is there. */
async function sendFiles(
  sending: Sending,
  { keys, last }: { readonly keys: readonly string[]; readonly last: IncrementIndex | null },
): Promise<Pick<IncrementIndex, 'files' | 'missingFiles'>> {
  const known = new Map((last?.files ?? []).map((file) => [file.key, file]));
  const files: BackedUpFile[] = [];
  let missingFiles = 0;
  for (const [at, key] of keys.entries()) {
    sending.run.signal.throwIfAborted();
    sending.run.onProgress(at, keys.length, 'Sends files.');
    const before = known.get(key);
    if (before) sending.sent.kept += before.pieces.length;
    const file = before ?? (await sendFile(sending, key));
    if (file) files.push(file);
    else missingFiles += 1;
  }
  return { files, missingFiles };
}

/** Null: retention has removed it since the rows were read. */
async function sendFile(sending: Sending, key: string): Promise<BackedUpFile | null> {
  const { blobs } = sending.run.runtime;
  const { box } = sending.run.store;
  const pieces: Piece[] = [];
  let sizeBytes = 0;
  const sendPart = async (plain: Buffer) => {
    const name = box.nameOf(plain);
    if (sending.there.has(name)) sending.sent.kept += 1;
    else await send(sending, name, box.seal(plain));
    pieces.push({ name, count: plain.length });
    sizeBytes += plain.length;
  };
  try {
    let waiting: Buffer = Buffer.alloc(0);
    for await (const chunk of await blobs.open(key)) {
      waiting = Buffer.concat([waiting, chunk as Buffer]);
      for (; waiting.length >= fileBytes; waiting = waiting.subarray(fileBytes))
        await sendPart(waiting.subarray(0, fileBytes));
    }
    if (waiting.length > 0) await sendPart(waiting);
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found' && pieces.length === 0) return null;
    throw error;
  }
  return { key, sizeBytes, pieces };
}

/** Lets go of indexes beyond those kept, and of pieces that no index names. */
async function prune(
  { store, signal, keep = keptIndexes }: IncrementRun,
  { names, index }: { readonly names: readonly string[]; readonly index: IncrementIndex },
): Promise<number> {
  const kept = [index];
  for (const [at, name] of names.entries()) {
    signal.throwIfAborted();
    if (at < keep - 1) kept.push(await store.openIndex(name));
    else await store.removeIndex(name);
  }
  return store.sweep(kept);
}
