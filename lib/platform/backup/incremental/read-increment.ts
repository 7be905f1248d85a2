import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { keepGivenSecret } from '../../config/data-dir.ts';
import type { Database } from '../../db/database.ts';
import { Problem } from '../../problems/problem.ts';
import type { Runtime } from '../../runtime.ts';
import {
  advanceSequences,
  createPartition,
  deferConstraints,
  insertTableRows,
  listBackupTables,
} from '../backup-tables.sql.ts';
import { makeRoom, prepareTarget, requeue, requireSameVersion, type RestoreOptions } from '../restore-target.ts';
import { piecesOf, type IncrementIndex, type Window } from './increment.ts';
import type { IncrementStore } from './increment-store.ts';
import { countWindows, readInUtc } from './windows.sql.ts';

/** What was put back, or found whole. */
export interface RestoredIncrement {
  readonly writtenAt: string;
  readonly rows: number;
  readonly files: number;
  readonly missingFiles: number;
}

/** Which state of the installation: an index by its name; null: the newest. */
async function chooseIndex(store: IncrementStore, name: string | null): Promise<IncrementIndex> {
  const names = await store.listIndexes();
  const chosen = name ?? names[0];
  if (chosen === undefined || !names.includes(chosen)) {
    const known = names.length === 0 ? 'There is no backup at this place.' : `There are: ${names.join(', ')}.`;
    throw new Problem('input_invalid', { detail: name === null ? known : `There is no ${name}. ${known}` });
  }
  return store.openIndex(chosen);
}

function reportOf({ writtenAt, windows, files, missingFiles }: IncrementIndex): RestoredIncrement {
  const rows = windows.reduce((sum, window) => sum + window.rows, 0);
  return { writtenAt, rows, files: files.length, missingFiles };
}

/**
 * Opens every piece that an index names and counts what is in it; `onPiece` is told how many of how many. Throws
 * `input_invalid` naming what is damaged, `not_found`.
 */
export async function checkIncrement(
  store: IncrementStore,
  indexName: string | null,
  onPiece: (done: number, total: number) => void = () => undefined,
): Promise<RestoredIncrement> {
  const index = await chooseIndex(store, indexName);
  const total = piecesOf(index).length;
  let done = 0;
  const opened = () => {
    done += 1;
    onPiece(done, total);
  };
  for (const window of index.windows) {
    let rows = 0;
    for await (const piece of rowsOf(store, window)) {
      rows += piece.length;
      opened();
    }
    if (rows !== window.rows) throw damaged(window);
  }
  for (const { pieces } of index.files) {
    for (const { name } of pieces) {
      await store.openPiece(name);
      opened();
    }
  }
  return reportOf(index);
}

/** Where an increment is put. */
export interface IncrementTarget extends Pick<Runtime, 'db' | 'config'> {
  readonly blobs: Pick<Runtime['blobs'], 'put'>;
}

/**
 * Puts the installation into an empty one (or, told so, in the place of what is there) as an index has it. Rows come back in
 * one transaction, in which the number and digest of every window is compared with what the index says; then the files.
 * Throws `state_conflict` as a whole restore does, `input_invalid` for what is damaged or sealed with another key.
 */
export async function readIncrement(
  target: IncrementTarget,
  store: IncrementStore,
  { replace, index: indexName }: RestoreOptions & { readonly index: string | null },
): Promise<RestoredIncrement> {
  await prepareTarget(target.db);
  const index = await chooseIndex(store, indexName);
  await requireSameVersion(target, index);
  await restoreRows(target.db, { store, index, replace });
  for (const { key, pieces } of index.files) {
    await target.blobs.put(
      key,
      Readable.from(
        bytesOf(
          store,
          pieces.map(({ name }) => name),
        ),
        { objectMode: false },
      ),
    );
  }
  keepGivenSecret(target.config.dataDir, index.secret);
  return reportOf(index);
}

async function* bytesOf(store: IncrementStore, names: readonly string[]): AsyncGenerator<Buffer> {
  for (const name of names) yield await store.openPiece(name);
}

interface Restoring {
  readonly store: IncrementStore;
  readonly index: IncrementIndex;
  readonly replace: boolean;
}

async function restoreRows(db: Database, { store, index, replace }: Restoring): Promise<void> {
  await db.transaction(async () => {
    const tables = await listBackupTables(db);
    await makeRoom(db, tables, { replace });
    await readInUtc(db);
    await deferConstraints(db);
    for (const partition of index.partitions) await createPartition(db, partition);
    for (const table of tables) {
      for (const window of index.windows.filter((of) => of.table === table.name)) {
        for await (const rows of rowsOf(store, window)) await insertTableRows(db, table, rows);
      }
    }
    for (const { name } of tables) await requireSameRows(db, name, index);
    await advanceSequences(db, tables);
    await requeue(db);
  });
}

async function* rowsOf(store: IncrementStore, { pieces }: Window): AsyncGenerator<string[]> {
  for (const { name, count } of pieces) {
    const lines = gunzipSync(await store.openPiece(name))
      .toString()
      .split('\n');
    const rows = lines.map((line) => z.string().parse(JSON.parse(line)));
    if (rows.length !== count)
      throw new Problem('input_invalid', { detail: `The piece ${name} holds less than it says.` });
    yield rows;
  }
}

async function requireSameRows(db: Database, table: string, index: IncrementIndex): Promise<void> {
  const there = new Map((await countWindows(db, table)).map((window) => [window.day, window]));
  for (const { day, rows, digest } of index.windows.filter((of) => of.table === table)) {
    const found = there.get(day) ?? { rows: 0, digest: '0' };
    if (found.rows === rows && found.digest === digest) continue;
    throw damaged({ table, day });
  }
}

function damaged({ table, day }: Pick<Window, 'table' | 'day'>): Problem {
  const what = day === null ? table : `${table} of ${day}`;
  return new Problem('input_invalid', { detail: `${what} is not what was backed up: nothing was restored.` });
}
