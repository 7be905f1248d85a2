import { open, readFile, stat } from 'node:fs/promises';
import { ZipArchive } from '#lib/formats/zip/zip-archive.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Outcome, RefusalReason, SkipReason } from '../domain/donation.ts';
import {
  isSkipped,
  type ArchiveFacts,
  type ExternalEvent,
  type Importer,
  type MemberReader,
} from '../domain/importer.ts';
import { extensionOf } from '../domain/service.ts';

/** Archives of people hold many pictures; only members that are read count as bytes. */
const limits = { maxEntries: 500_000, maxTotalBytes: 2 * 1024 * 1024 * 1024, maxRatio: 200, isCaseSensitive: true };
/** Longest text that is read as one. */
const maxMemberBytes = 192 * 1024 * 1024;

export interface ReadArchiveInput {
  readonly path: string;
  readonly fileName: string;
  readonly importer: Importer;
  readonly signal: AbortSignal;
  readonly onEvent: (event: ExternalEvent) => Promise<void>;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Reads what an importer understands of an archive. Whatever is wrong with it is in the outcome: a damaged, locked,
 * oversized or foreign archive is explained, a bad member or entry costs nothing but itself. Nothing is unpacked to disk,
 * so names in the archive lead nowhere. Throws what `onEvent` throws, and the signal's reason.
 */
export async function readArchive(input: ReadArchiveInput): Promise<Outcome> {
  const reading = new Reading(input);
  try {
    if (await beginsAsZip(input.path)) await reading.readZip();
    else await reading.readBare();
  } catch (error) {
    if (!(error instanceof Problem) || !isAboutFile(error)) throw error;
    reading.refuse(reasonOf(error));
  }
  return reading.finish();
}

class Reading {
  readonly #input: ReadArchiveInput;
  readonly #events: Record<string, number> = {};
  readonly #skipped = new Map<string, Outcome['skipped'][number]>();
  #engagements = 0;
  #understood = 0;
  #reason: RefusalReason | null = null;

  constructor(input: ReadArchiveInput) {
    this.#input = input;
  }

  refuse(reason: RefusalReason): void {
    this.#reason ??= reason;
  }

  async readZip(): Promise<void> {
    const { importer, path, signal, onProgress } = this.#input;
    const archive = await ZipArchive.open(path, limits);
    try {
      const names = archive.names();
      const wanted = names.flatMap((name) => {
        const reader = readerOf(importer, name);
        return reader ? [{ name, reader }] : [];
      });
      const facts = await this.#readFacts(archive, names);
      for (const [index, { name, reader }] of wanted.entries()) {
        signal.throwIfAborted();
        onProgress(index, wanted.length);
        await this.#readMember(reader, () => textOfMember(archive, name), facts);
      }
      onProgress(wanted.length, wanted.length);
      if (wanted.length === 0) this.refuse('wrong_archive');
    } finally {
      archive.close();
    }
  }

  /** A file that came without an archive around it. */
  async readBare(): Promise<void> {
    const { importer, path, fileName } = this.#input;
    const reader = readerOf(importer, fileName) ?? importer.bare?.[extensionOf(fileName)];
    if (!reader) {
      this.refuse(extensionOf(fileName) === 'zip' ? 'damaged' : 'wrong_archive');
      return;
    }
    const { size } = await stat(path);
    const text = () => (size > maxMemberBytes ? Promise.reject(tooLarge()) : readFile(path, 'utf8'));
    await this.#readMember(reader, text, { ownerName: null });
    if (this.#skipped.has(`${reader.what} unreadable`) && this.#understood === 0) this.refuse('wrong_archive');
  }

  finish(): Outcome {
    const skipped = [...this.#skipped.values()];
    const found = Object.keys(this.#events).length > 0;
    return {
      reason: found ? null : (this.#reason ?? this.#reasonOfNothing(skipped)),
      events: this.#events,
      engagements: this.#engagements,
      skipped,
    };
  }

  #reasonOfNothing(skipped: Outcome['skipped']): RefusalReason {
    if (this.#understood > 0) return 'nothing_inside';
    return skipped.some(({ reason }) => reason === 'too_large') ? 'too_large' : 'damaged';
  }

  async #readFacts(archive: ZipArchive, names: readonly string[]): Promise<ArchiveFacts> {
    const { owner } = this.#input.importer;
    const name = owner && names.find((each) => owner.pattern.test(each));
    if (!owner || name === undefined) return { ownerName: null };
    try {
      return { ownerName: owner.read(await textOfMember(archive, name)) };
    } catch (error) {
      this.#skip('owner', memberReason(error));
      return { ownerName: null };
    }
  }

  async #readMember(reader: MemberReader, text: () => Promise<string>, facts: ArchiveFacts): Promise<void> {
    let entries: Iterator<ReturnType<MemberReader['read']> extends Iterable<infer Entry> ? Entry : never>;
    try {
      entries = reader.read(await text(), facts)[Symbol.iterator]();
    } catch (error) {
      this.#skip(reader.what, memberReason(error));
      return;
    }
    for (;;) {
      let next: ReturnType<typeof entries.next>;
      try {
        next = entries.next();
      } catch (error) {
        this.#skip(reader.what, memberReason(error));
        return;
      }
      if (next.done === true) break;
      if (isSkipped(next.value)) this.#skip(reader.what, next.value.skipped);
      else await this.#take(next.value);
    }
    this.#understood += 1;
  }

  async #take(event: ExternalEvent): Promise<void> {
    await this.#input.onEvent(event);
    this.#events[event.event] = (this.#events[event.event] ?? 0) + 1;
    if (event.engagement !== null) this.#engagements += 1;
  }

  #skip(what: string, reason: SkipReason): void {
    const key = `${what} ${reason}`;
    const known = this.#skipped.get(key);
    this.#skipped.set(key, { what, reason, count: (known?.count ?? 0) + 1 });
  }
}

/** Some systems write accents apart from their letters: names are compared with both as one. */
function readerOf({ members }: Importer, name: string): MemberReader | undefined {
  const composed = name.normalize('NFC');
  return members.find(({ pattern }) => pattern.test(composed));
}

async function beginsAsZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer[0] === 0x50 && buffer[1] === 0x4b && [3, 5, 7].includes(buffer[2] ?? 0);
  } finally {
    await file.close();
  }
}

async function textOfMember(archive: ZipArchive, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of archive.read(name)) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxMemberBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(): Problem {
  return new Problem('file_over_limits');
}

function isAboutFile({ code }: Problem): boolean {
  return code === 'file_unreadable' || code === 'file_over_limits';
}

function reasonOf({ code, message }: Problem): RefusalReason {
  if (code === 'file_over_limits') return 'too_large';
  return /password/.test(message) ? 'locked' : 'damaged';
}

/** Why a member cannot be used; what is no fault of the member is thrown on. */
function memberReason(error: unknown): SkipReason {
  if (error instanceof SyntaxError) return 'unreadable';
  if (error instanceof Problem && isAboutFile(error)) {
    if (reasonOf(error) === 'locked') throw error;
    return error.code === 'file_over_limits' ? 'too_large' : 'unreadable';
  }
  throw error;
}
