import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { BlobStore } from '../blobs/blob-store.ts';
import { listAppliedMigrations } from '../db/migrate.ts';
import { Problem } from '../problems/problem.ts';
import type { Runtime } from '../runtime.ts';
import {
  freezeTransaction,
  listBackupTables,
  listBlobKeys,
  listPartitions,
  readTableRows,
  type BackupTable,
} from './backup-tables.sql.ts';
import { endName, manifestName, type BackupTotals, type Manifest } from './manifest.ts';
import { packEnd, packMember } from './tar.ts';

type BackupSource = Pick<Runtime, 'db' | 'blobs' | 'config'>;

/**
 * Writes every row (as of one moment) and every file of the installation into one tar.gz, which replaces `path` only
 * when it is whole. The file holds the installation's secret: keep it as you keep the data. On the embedded database
 * nobody else reads or writes while the rows are read.
 */
export async function writeBackup(source: BackupSource, path: string): Promise<BackupTotals> {
  const draft = `${resolve(path)}.part`;
  const totals = { rows: 0, blobs: 0, missingBlobs: 0 };
  try {
    const file = createWriteStream(draft, { mode: 0o600, flush: true });
    await pipeline(Readable.from(packInstallation(source, totals)), createGzip({ level: 1 }), file);
    await rename(draft, path);
    await flushFolder(dirname(resolve(path)));
    return totals;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function* packInstallation(source: BackupSource, totals: BackupTotals): AsyncGenerator<Buffer> {
  const keys: string[] = [];
  yield* frozen(source, async function* (tables) {
    yield* packJson(manifestName, await describeInstallation(source));
    keys.push(...(await listBlobKeys(source.db, tables)));
    for (const { name } of tables) yield* packTable(source, name, totals);
  });
  yield* packBlobs(source.blobs, [...new Set(keys)].sort(), totals);
  yield* packJson(endName, totals);
  yield packEnd();
}

/**
 * Runs a generator inside a read-only transaction that sees one moment. A generator's steps run in whatever scope asks
 * for them, so the chunks are handed over through a queue of one.
 */
async function* frozen(
  { db }: BackupSource,
  work: (tables: BackupTable[]) => AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  const channel = new TransformStream<Buffer, Buffer>();
  const writer = channel.writable.getWriter();
  const written = db
    .transaction(async () => {
      await freezeTransaction(db);
      for await (const chunk of work(await listBackupTables(db))) await writer.write(chunk);
    })
    .then(
      () => writer.close(),
      (error: unknown) => writer.abort(error),
    );
  yield* channel.readable;
  await written;
}

async function describeInstallation({ db, config }: BackupSource): Promise<Manifest> {
  return {
    format: 'cairn-backup-1',
    writtenAt: new Date().toISOString(),
    migrations: await listAppliedMigrations(db),
    partitions: await listPartitions(db),
    secret: config.secret,
  };
}

async function* packTable({ db }: BackupSource, table: string, totals: BackupTotals): AsyncGenerator<Buffer> {
  let part = 0;
  for await (const rows of readTableRows(db, table)) {
    totals.rows += rows.length;
    part += 1;
    const lines = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    yield* packMember(`tables/${table}/${String(part).padStart(8, '0')}.jsonl`, lines.length, [lines]);
  }
}

/** Each blob is two members: its key, then its bytes; keys may be longer than names in archives. */
async function* packBlobs(blobs: BlobStore, keys: readonly string[], totals: BackupTotals): AsyncGenerator<Buffer> {
  for (const [index, key] of keys.entries()) {
    const sizeBytes = await sizeOrNull(blobs, key);
    if (sizeBytes === null) {
      totals.missingBlobs += 1;
      continue;
    }
    const name = `blobs/${String(index).padStart(9, '0')}`;
    yield* packJson(`${name}.key`, key);
    yield* packMember(`${name}.bytes`, sizeBytes, (await blobs.open(key)) as AsyncIterable<Buffer>);
    totals.blobs += 1;
  }
}

/** Retention may have removed it since the rows were read. */
async function sizeOrNull(blobs: BlobStore, key: string): Promise<number | null> {
  try {
    return await blobs.size(key);
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return null;
    throw error;
  }
}

function packJson(name: string, value: unknown): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(JSON.stringify(value));
  return packMember(name, bytes.length, [bytes]);
}

async function flushFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync();
  await handle.close();
}
