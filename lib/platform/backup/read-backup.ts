import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { keepGivenSecret } from '../config/data-dir.ts';
import type { Database } from '../db/database.ts';
import type { OrganizationId, TaskId } from '../ids.ts';
import { listAppliedMigrations, migrate } from '../db/migrate.ts';
import { Problem } from '../problems/problem.ts';
import { countLiveWorkers } from '../process/worker-heartbeat.sql.ts';
import type { Runtime } from '../runtime.ts';
import { createEnqueue } from '../tasks/index.ts';
import { enqueueTask } from '../tasks/task-job.ts';
import {
  advanceSequences,
  createPartition,
  deferConstraints,
  emptyTables,
  insertTableRows,
  isEmptyInstallation,
  listBackupTables,
  requeueTasks,
  type BackupTable,
} from './backup-tables.sql.ts';
import { endName, endSchema, manifestName, manifestSchema, type BackupTotals, type Manifest } from './manifest.ts';
import { readMembers, readWhole, type TarMember } from './tar.ts';

type RestoreTarget = Pick<Runtime, 'db' | 'blobs' | 'config'>;

interface OpenBackup {
  readonly manifest: Manifest;
  /** What follows the manifest. */
  readonly members: AsyncGenerator<TarMember>;
}

export interface RestoreOptions {
  /** Empty an installation that is in use first. */
  readonly replace: boolean;
}

/**
 * Puts a backup into an empty installation (or, told so, in the place of what is there). All rows come back in one
 * transaction, then the files. Throws `state_conflict` when the installation is in use, runs, or is of another version;
 * `input_invalid` when the file is not a whole backup.
 */
export async function readBackup(target: RestoreTarget, path: string, options: RestoreOptions): Promise<BackupTotals> {
  await migrate(target.db);
  if ((await countLiveWorkers(target.db)) > 0) {
    throw new Problem('state_conflict', {
      detail: 'Workers are running on this database. Stop the platform, then restore.',
    });
  }
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

async function requireSameVersion({ db, config }: RestoreTarget, manifest: Manifest): Promise<void> {
  const here = await listAppliedMigrations(db);
  if (here.join() !== manifest.migrations.join()) {
    throw new Problem('state_conflict', {
      detail: 'The backup was written by another version of Cairn. Restore it with that version, then update.',
    });
  }
  const given = process.env['CAIRN_SECRET'] ?? process.env['CAIRN_SECRET_FILE'];
  if (given !== undefined && config.secret !== manifest.secret) {
    throw new Problem('state_conflict', {
      detail:
        'CAIRN_SECRET is not that of the backup; what is sealed in it would not open. Leave it out or set the old one.',
    });
  }
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

async function makeRoom(db: Database, tables: readonly BackupTable[], { replace }: RestoreOptions): Promise<void> {
  if (replace) {
    await emptyTables(db, tables);
    return;
  }
  if (await isEmptyInstallation(db)) return;
  throw new Problem('state_conflict', {
    detail: 'This installation is in use. `--replace` empties it first: everything in it is lost.',
  });
}

async function takeMember(members: AsyncGenerator<TarMember>): Promise<TarMember | null> {
  const step = await members.next();
  return step.done ? null : step.value;
}

function tableOf({ name }: TarMember): string | null {
  return /^tables\/(\w+)\//.exec(name)?.[1] ?? null;
}

async function requeue(db: RestoreTarget['db']): Promise<void> {
  const enqueue = createEnqueue(db);
  for (const task of await requeueTasks(db)) {
    const ctx = { enqueue, now: () => new Date(), organizationId: task.organization_id as OrganizationId };
    await enqueueTask(ctx, task.id as TaskId);
  }
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
