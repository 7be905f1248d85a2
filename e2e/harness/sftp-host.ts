import { generateKeyPairSync } from 'node:crypto';
import { mkdir, open, readdir, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import ssh2, { type Connection, type SFTPWrapper } from 'ssh2';
import { hostKeyFingerprint } from '#lib/platform/depots/sftp-session.ts';

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp;

export interface SftpHostOptions {
  /** Where what is put lies. */
  readonly folder: string;
  readonly user: string;
  readonly password: string;
}

/** An SSH server with the SFTP subsystem on a folder, for one user with a password. */
export interface SftpHost {
  readonly port: number;
  /** SHA256:… of its key. */
  readonly hostKey: string;
  /** Cuts the connection once, after so many bytes have been written to it. */
  cutAfter(bytes: number): void;
  /** Bytes written by clients in all. */
  readonly writtenBytes: number;
  close(): Promise<void>;
}

/** Starts one on a free port of this machine. */
export async function startSftpHost(options: SftpHostOptions): Promise<SftpHost> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const parsed = ssh2.utils.parseKey(privateKey);
  if (parsed instanceof Error) throw parsed;
  const counter = { written: 0, cutAt: Infinity };
  const server = new ssh2.Server({ hostKeys: [privateKey] }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      const isRight =
        attempt.method === 'password' && attempt.username === options.user && attempt.password === options.password;
      if (isRight) attempt.accept();
      else attempt.reject(['password']);
    });
    client.on('session', (accept) => {
      accept().on('sftp', (acceptSftp) => {
        serveFolder(acceptSftp(), { folder: options.folder, client, counter });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    hostKey: hostKeyFingerprint(parsed.getPublicSSH()),
    cutAfter(bytes) {
      counter.cutAt = counter.written + bytes;
    },
    get writtenBytes() {
      return counter.written;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}

interface Served {
  readonly folder: string;
  readonly client: Connection;
  readonly counter: { written: number; cutAt: number };
}

function serveFolder(sftp: SFTPWrapper, { folder, client, counter }: Served): void {
  const handles = new Map<number, FileHandle | string[]>();
  client.once('close', () => {
    for (const handle of handles.values()) if (!Array.isArray(handle)) void handle.close();
    handles.clear();
  });
  let next = 0;
  const placeOf = (path: string) => join(folder, normalize(`/${path}`));
  const keep = (value: FileHandle | string[]) => {
    next += 1;
    handles.set(next, value);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(next);
    return handle;
  };
  const fileOf = (handle: Buffer) => handles.get(handle.readUInt32BE()) as FileHandle;
  /** Answers with a status: well, or why not. */
  const answer = (id: number, work: () => Promise<unknown>) => {
    work().then(
      (isAnswered) => {
        if (isAnswered !== true) sftp.status(id, STATUS_CODE.OK);
      },
      (error: unknown) => {
        sftp.status(
          id,
          (error as NodeJS.ErrnoException).code === 'ENOENT' ? STATUS_CODE.NO_SUCH_FILE : STATUS_CODE.FAILURE,
        );
      },
    );
  };
  const tellStat = (id: number, path: string) => {
    answer(id, async () => {
      const { mode, uid, gid, size, atimeMs, mtimeMs } = await stat(placeOf(path));
      sftp.attrs(id, { mode, uid, gid, size, atime: atimeMs / 1000, mtime: mtimeMs / 1000 });
      return true;
    });
  };
  sftp.on('STAT', tellStat).on('LSTAT', tellStat);
  sftp.on('FSTAT', (id, handle) => {
    answer(id, async () => {
      const { mode, uid, gid, size, atimeMs, mtimeMs } = await fileOf(handle).stat();
      sftp.attrs(id, { mode, uid, gid, size, atime: atimeMs / 1000, mtime: mtimeMs / 1000 });
      return true;
    });
  });
  sftp.on('FSETSTAT', (id) => sftp.status(id, STATUS_CODE.OK));
  sftp.on('OPEN', (id, path, flags) => {
    answer(id, async () => {
      const isNew = (flags & OPEN_MODE.TRUNC) !== 0;
      const isWrite = (flags & OPEN_MODE.WRITE) !== 0;
      sftp.handle(id, keep(await open(placeOf(path), isNew ? 'w' : isWrite ? 'r+' : 'r')));
      return true;
    });
  });
  sftp.on('WRITE', (id, handle, offset, data) => {
    answer(id, async () => {
      await fileOf(handle).write(data, 0, data.length, offset);
      counter.written += data.length;
      if (counter.written < counter.cutAt) return undefined;
      counter.cutAt = Infinity;
      client.end();
      return true;
    });
  });
  sftp.on('READ', (id, handle, offset, length) => {
    answer(id, async () => {
      const { bytesRead, buffer } = await fileOf(handle).read(Buffer.alloc(length), 0, length, offset);
      if (bytesRead === 0) sftp.status(id, STATUS_CODE.EOF);
      else sftp.data(id, buffer.subarray(0, bytesRead));
      return true;
    });
  });
  sftp.on('CLOSE', (id, handle) => {
    answer(id, async () => {
      const opened = handles.get(handle.readUInt32BE());
      handles.delete(handle.readUInt32BE());
      if (opened && !Array.isArray(opened)) await opened.close();
    });
  });
  sftp.on('MKDIR', (id, path) => {
    answer(id, () => mkdir(placeOf(path)));
  });
  sftp.on('REMOVE', (id, path) => {
    answer(id, () => unlink(placeOf(path)));
  });
  sftp.on('RENAME', (id, from, to) => {
    answer(id, () => rename(placeOf(from), placeOf(to)));
  });
  sftp.on('OPENDIR', (id, path) => {
    answer(id, async () => {
      sftp.handle(id, keep(await readdir(placeOf(path))));
      return true;
    });
  });
  sftp.on('READDIR', (id, handle) => {
    answer(id, async () => {
      const names = handles.get(handle.readUInt32BE()) as string[];
      if (names.length === 0) {
        sftp.status(id, STATUS_CODE.EOF);
        return true;
      }
      const told = names.splice(0).map((filename) => ({
        filename,
        longname: filename,
        attrs: { mode: 0o100_644, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 },
      }));
      sftp.name(id, told);
      return true;
    });
  });
}
