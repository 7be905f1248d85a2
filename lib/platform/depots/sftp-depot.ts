import { promisify } from 'node:util';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { SFTPWrapper, Stats } from 'ssh2';
import { Problem } from '../problems/problem.ts';
import { countArrival } from './count-arrival.ts';
import { depotFolderOf, draftPathOf, requireDepotPath } from './depot-path.ts';
import type { Depot, DepotEntry, DepotFile, DepotReceipt, DepotRun } from './depot.ts';
import { arrivedDamaged, hashContent } from './hash-content.ts';
import { openSftpSession, type SftpAccount, type SftpSession } from './sftp-session.ts';

/** Status codes of the protocol (draft-ietf-secsh-filexfer-02, section 7). */
const noSuchFile = 2;
const permissionDenied = 3;

/**
 * Files on another machine, over SFTP. The session is opened on first use. Paths are relative to where the account is let
 * in. A file is written under a hidden name, read back and hashed, and then renamed.
 */
export function createSftpDepot(account: SftpAccount): Depot {
  let opened: Promise<SftpSession> | null = null;
  const session = () => (opened ??= openSftpSession(account));
  const within = async <T>(work: (sftp: SFTPWrapper) => Promise<T>): Promise<T> => {
    const { sftp, lost } = await session();
    return Promise.race([work(sftp).catch(rethrow), lost]);
  };
  return {
    async put(file, run) {
      requireDepotPath(file.path);
      return within((sftp) => putFile(sftp, file, run));
    },
    open: (path) =>
      within(async (sftp): Promise<Readable> => {
        await statOf(sftp, requireDepotPath(path));
        return sftp.createReadStream(path);
      }),
    list: (folder) => within((sftp) => listFolder(sftp, folder)),
    remove: (path) => within((sftp) => removeFile(sftp, requireDepotPath(path))),
    async close() {
      const open = await opened?.catch(() => null);
      open?.close();
    },
  };
}

async function putFile(sftp: SFTPWrapper, file: DepotFile, run: DepotRun): Promise<DepotReceipt> {
  const { path } = file;
  const draft = draftPathOf(path, run.draftId);
  await makeFolders(sftp, depotFolderOf(path));
  const there = (await findStat(sftp, draft))?.size ?? 0;
  const start = there <= file.sizeBytes ? there : 0;
  if (start < file.sizeBytes || file.sizeBytes === 0) {
    const target = sftp.createWriteStream(draft, { flags: start > 0 ? 'r+' : 'w', start, mode: 0o640 });
    await pipeline(await file.open(start), countArrival(start, run), target, { signal: run.signal });
  }
  run.signal.throwIfAborted();
  if ((await hashContent(sftp.createReadStream(draft))) !== file.sha256) {
    await removeFile(sftp, draft);
    throw arrivedDamaged();
  }
  await rename(sftp, draft, path);
  return { sizeBytes: file.sizeBytes, check: 'sha256' };
}

/** Replaces what has the name; hosts without OpenSSH's extension take a rename only where nothing is. */
async function rename(sftp: SFTPWrapper, from: string, to: string): Promise<void> {
  const replace = promisify(sftp.ext_openssh_rename.bind(sftp));
  // A host without the extension throws at once.
  const isDone = await Promise.resolve()
    .then(() => replace(from, to))
    .then(
      () => true,
      () => false,
    );
  if (isDone) return;
  await removeFile(sftp, to);
  await promisify(sftp.rename.bind(sftp))(from, to);
}

async function makeFolders(sftp: SFTPWrapper, folder: string): Promise<void> {
  let path = '';
  for (const name of folder.split('/').filter(Boolean)) {
    path = path === '' ? name : `${path}/${name}`;
    if ((await findStat(sftp, path)) !== null) continue;
    await new Promise<void>((resolve, reject) => {
      sftp.mkdir(path, { mode: 0o750 }, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}

async function listFolder(sftp: SFTPWrapper, folder: string): Promise<readonly DepotEntry[]> {
  if (folder !== '') requireDepotPath(folder);
  if (folder !== '' && (await findStat(sftp, folder)) === null) return [];
  const found = await promisify(sftp.readdir.bind(sftp))(folder === '' ? '.' : folder);
  return found
    .filter(({ attrs }) => attrs.isFile())
    .map(({ filename, attrs }) => ({ name: filename, sizeBytes: attrs.size }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function removeFile(sftp: SFTPWrapper, path: string): Promise<void> {
  if ((await findStat(sftp, path)) === null) return;
  await promisify(sftp.unlink.bind(sftp))(path);
}

function statOf(sftp: SFTPWrapper, path: string): Promise<Stats> {
  return promisify<string, Stats>(sftp.stat.bind(sftp))(path);
}

async function findStat(sftp: SFTPWrapper, path: string): Promise<Stats | null> {
  return statOf(sftp, path).catch((error: unknown) => {
    if ((error as { readonly code?: unknown }).code === noSuchFile) return null;
    throw error;
  });
}

function rethrow(error: unknown): never {
  if (error instanceof Problem || (error as Error).name === 'AbortError') throw error;
  const { code, message } = error as { readonly code?: unknown; readonly message: string };
  if (code === noSuchFile) throw new Problem('not_found', { cause: error });
  if (code === permissionDenied)
    throw new Problem('destination_refused', { detail: 'The host does not let this user write there.', cause: error });
  // What a stream of ours threw is not the host's doing.
  if (typeof code !== 'number' && (error as NodeJS.ErrnoException).syscall !== undefined) throw error;
  throw new Problem('destination_unavailable', { detail: `The host did not take it: ${message}.`, cause: error });
}
