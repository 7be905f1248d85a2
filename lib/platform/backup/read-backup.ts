import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { keepGivenSecret } from '../config/data-dir.ts';
import { Problem } from '../problems/problem.ts';
import type { Runtime } from '../runtime.ts';
import {
  advanceSequences,
  createPartition,
  deferConstraints,
  insertTableRows,
  listBackupTables,
} from './backup-tables.sql.ts';
import { endName, endSchema, manifestName, manifestSchema, type BackupTotals, type Manifest } from './manifest.ts';
import { makeRoom, prepareTarget, requeue, requireSameVersion, type RestoreOptions } from './restore-target.ts';
import { readMembers, readWhole, type TarMember } from './tar.ts';

type RestoreTarget = Pick<Runtime, 'db' | 'blobs' | 'config'>;

interface OpenBackup {
  readonly manifest: Manifest;
  /** What follows the manifest. */
  readonly members: AsyncGenerator<TarMember>;
}

/**
 * Puts a backup into an empty installation (or, told so, in the place of what is there). All rows come back in one
 * transaction, then the files. Throws `state_conflict` when the installation is in use, runs, or is of another version;
 * `input_invalid` when the file is not a whole backup.
 */
export async function readBackup(target: RestoreTarget, path: string, options: RestoreOptions): Promise<BackupTotals> {
  await prepareTarget(target.db);
  const archive = pipeline(createReadStream(path), createGunzip(), () => undefined);
  const members = readMembers(archive);
  try {
    const manifest = await readManifest(members);
    await requireSameVersion(target, manifest);
    const backup = { manifest, members };
    const rows = await restoreRows(target, backup, options);
    const totals = await restoreFiles(target, backup, rows);
    keepGivenSecret(target.config.dataDir, manifest.secret);
    return totals;
  } catch (error) {
    throw translate(error, path);
  }
}

function translate(error: unknown, path: string): unknown {
  if (error instanceof Problem) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new Problem('input_invalid', { detail: `There is no file ${path}.` });
  const isFile = code?.startsWith('Z_') === true || /archive|JSON/.test(message) || error instanceof z.ZodError;
  return isFile
    ? new Problem('input_invalid', { detail: `${path} is not a whole backup: ${message}`, cause: error })
    : error;
}

async function readManifest(members: AsyncGenerator<TarMember>): Promise<Manifest> {
  const first = await members.next();
  if (first.done || first.value.name !== manifestName)
    throw new Problem('input_invalid', { detail: 'This file is not a backup of Cairn.' });
  return manifestSchema.parse(await readJson(first.value));
}

interface RestoredRows {
  /** The member after the tables; null when the archive ends there. */
  readonly next: TarMember | null;
  readonly totals: BackupTotals;
}

async function restoreRows({ db }: RestoreTarget, backup: OpenBackup, options: RestoreOptions): Promise<RestoredRows> {
  return db.transaction(async () => {
    const tables = await listBackupTables(db);
    await makeRoom(db, tables, options);
    await deferConstraints(db);
    for (const partition of backup.manifest.partitions) await createPartition(db, partition);
    const totals = { rows: 0, blobs: 0, missingBlobs: 0 };
    let next = await takeMember(backup.members);
    for (; next && tableOf(next) !== null; next = await takeMember(backup.members)) {
      const name = tableOf(next);
      const table = tables.find((candidate) => candidate.name === name);
      if (!table)
        throw new Problem('input_invalid', { detail: `The backup has a table that is unknown here: ${String(name)}.` });
      const rows = readLines(await readWhole(next));
      await insertTableRows(db, table, rows);
      totals.rows += rows.length;
    }
    await advanceSequences(db, tables);
    await requeue(db);
    return { next, totals };
  });
}

async function takeMember(members: AsyncGenerator<TarMember>): Promise<TarMember | null> {
  const step = await members.next();
  return step.done ? null : step.value;
}

function tableOf({ name }: TarMember): string | null {
  return /^tables\/(\w+)\//.exec(name)?.[1] ?? null;
}

async function restoreFiles({ blobs }: RestoreTarget, backup: OpenBackup, rows: RestoredRows): Promise<BackupTotals> {
  const totals = { ...rows.totals };
  let key: string | null = null;
  for (let member = rows.next; member; member = await takeMember(backup.members)) {
    if (member.name === endName) {
      const wanted = endSchema.parse(await readJson(member));
      if (wanted.rows === totals.rows && wanted.blobs === totals.blobs) return wanted;
      throw new Problem('input_invalid', { detail: 'The backup holds less than it says.' });
    }
    if (member.name.endsWith('.key')) key = z.string().parse(await readJson(member));
    else if (key !== null) {
      await blobs.put(key, Readable.from(member.content(), { objectMode: false }));
      totals.blobs += 1;
      key = null;
    }
  }
  throw new Problem('input_invalid', { detail: 'The backup is cut off.' });
}

async function readJson(member: TarMember): Promise<unknown> {
  return JSON.parse((await readWhole(member)).toString()) as unknown;
}

function readLines(bytes: Buffer): string[] {
  const lines = bytes
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => z.string().parse(JSON.parse(line)));
}
