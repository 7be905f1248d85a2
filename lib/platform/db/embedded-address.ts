import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EmbeddedAddress } from './connection.ts';

/** The port in the socket's name; pg makes `<folder>/.s.PGSQL.<port>` of it. */
export const embeddedPort = 5432;

/** The operating system keeps socket paths in about 104 bytes. */
const maxSocketPathBytes = 100;

/** Name of the socket's file. */
export const socketName = `.s.PGSQL.${String(embeddedPort)}`;

/** Where the embedded database of a data folder listens, whether it runs or not. */
export function embeddedAddress(dataDir: string): EmbeddedAddress {
  return { socketDir: socketDirOf(dataDir), port: embeddedPort };
}

/** Makes the socket's folder, open to this user alone: the socket itself asks for no password. */
export function embeddedSocketDir(dataDir: string): string {
  const folder = socketDirOf(dataDir);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const info = lstatSync(folder);
  const isOurs = info.isDirectory() && (process.getuid === undefined || info.uid === process.getuid());
  if (!isOurs) throw new Error(`${folder} belongs to somebody else`);
  chmodSync(folder, 0o700);
  return folder;
}

function socketDirOf(dataDir: string): string {
  const inside = join(resolve(dataDir), 'run');
  if (Buffer.byteLength(join(inside, socketName)) <= maxSocketPathBytes) return inside;
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 16);
  return join(tmpdir(), `cairn-run-${name}`);
}
