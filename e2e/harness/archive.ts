import { promisify } from 'node:util';
import yauzl from 'yauzl';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { openTaskResult } from '#lib/platform/tasks/index.ts';

const fromBuffer = promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer);

/** Members of an archive by name, read by another library than wrote them. Each is deflated, as every reader knows it. */
export async function readArchiveBytes(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true });
  const members = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    if (entry.compressionMethod !== 8) throw new Error(`${entry.fileName} is packed in another way`);
    const stream = await zip.openReadStreamPromise(entry);
    members.set(entry.fileName, Buffer.concat((await stream.toArray()) as Buffer[]));
  }
  return members;
}

/** The same, as texts. */
export async function readArchive(bytes: Buffer): Promise<Map<string, string>> {
  const members = await readArchiveBytes(bytes);
  return new Map([...members].map(([name, content]) => [name, content.toString()]));
}

/** The result file of a task. */
export async function readResultFile(ctx: Context, taskId: TaskId): Promise<Buffer> {
  const file = await openTaskResult(ctx, { taskId });
  return Buffer.concat((await (await file.open()).toArray()) as Buffer[]);
}

/** The result file of a task as an archive. */
export async function readResult(ctx: Context, taskId: TaskId): Promise<Map<string, string>> {
  return readArchive(await readResultFile(ctx, taskId));
}

/** A tab-delimited table as a strict reader sees it: quoted cells opened, lines that end in CRLF only. */
export function readTable(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    const cell = /^(?:"((?:[^"]|"")*)"|([^\t\r\n"]*))(\t|\r\n)/.exec(text.slice(at, at + 100_000));
    if (!cell) throw new Error(`not a table at ${String(at)}: ${JSON.stringify(text.slice(at, at + 40))}`);
    row.push(cell[1] === undefined ? (cell[2] ?? '') : cell[1].replaceAll('""', '"'));
    if (cell[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
    at += cell[0].length;
  }
  return rows;
}
