import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { SecretBox } from '../../crypto/secret-box.ts';
import type { Depot } from '../../depots/depot.ts';
import { newId } from '../../ids.ts';
import { Problem } from '../../problems/problem.ts';
import { indexFolder, indexSchema, pieceFolder, piecesOf, type IncrementIndex } from './increment.ts';

/** Where pieces and indexes of incremental backups lie: a folder of a depot, everything sealed. */
export class IncrementStore {
  readonly box: SecretBox;
  readonly #depot: Depot;
  readonly #folder: string;
  readonly #signal: AbortSignal;

  constructor(
    depot: Depot,
    { box, folder, signal }: { readonly box: SecretBox; readonly folder: string; readonly signal: AbortSignal },
  ) {
    this.#depot = depot;
    this.box = box;
    this.#folder = folder;
    this.#signal = signal;
  }

  /** Sends sealed bytes under the name of a piece. */
  async putPiece(name: string, sealed: Buffer): Promise<void> {
    await this.#put(this.#piecePath(name), sealed);
  }

  /** What is in a piece. Throws `input_invalid` when it is not what it was named after, `not_found` when it is gone. */
  async openPiece(name: string): Promise<Buffer> {
    const plain = this.box.open(await this.#read(this.#piecePath(name)));
    if (plain === null || this.box.nameOf(plain) !== name) {
      throw new Problem('input_invalid', {
        detail: `The piece ${name} is damaged, or was sealed with another key.`,
      });
    }
    return plain;
  }

  /** The index comes last: before it is there, nothing of the run counts. */
  async putIndex(index: IncrementIndex): Promise<void> {
    const name = index.writtenAt.replaceAll(/[-:.]/g, '');
    await this.#put(this.#path(indexFolder, `${name}.box`), this.box.seal(Buffer.from(JSON.stringify(index))));
  }

  /** Names of the indexes, newest first. */
  async listIndexes(): Promise<string[]> {
    const entries = await this.#depot.list(this.#path(indexFolder));
    return entries
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.box'))
      .sort()
      .reverse();
  }

  /** Throws `input_invalid` for one that does not open with the key. */
  async openIndex(name: string): Promise<IncrementIndex> {
    const plain = this.box.open(await this.#read(this.#path(indexFolder, name)));
    if (plain === null)
      throw new Problem('input_invalid', { detail: `${name} was sealed with another key, or is damaged.` });
    return indexSchema.parse(JSON.parse(plain.toString()));
  }

  async removeIndex(name: string): Promise<void> {
    await this.#depot.remove(this.#path(indexFolder, name));
  }

  /** Bytes of every sealed piece that lies there, by its name. */
  async pieceSizes(): Promise<Map<string, number>> {
    const sizes = new Map<string, number>();
    for (const folder of this.#pieceFolders()) {
      this.#signal.throwIfAborted();
      for (const { name, sizeBytes } of await this.#depot.list(folder))
        sizes.set(name.replace(/\.box$/, ''), sizeBytes);
    }
    return sizes;
  }

  /** Removes pieces that none of the indexes names: of runs that were killed, and of indexes that are gone. Gives the number. */
  async sweep(indexes: readonly IncrementIndex[]): Promise<number> {
    const named = new Set(indexes.flatMap(piecesOf).map(({ name }) => `${name}.box`));
    let removed = 0;
    for (const folder of this.#pieceFolders()) {
      for (const { name } of await this.#depot.list(folder)) {
        if (named.has(name)) continue;
        await this.#depot.remove(`${folder}/${name}`);
        removed += 1;
      }
    }
    return removed;
  }

  /** Pieces lie in folders by the first two digits of their names. */
  #pieceFolders(): string[] {
    return Array.from({ length: 256 }, (_, first) => this.#path(pieceFolder, first.toString(16).padStart(2, '0')));
  }

  #path(...parts: readonly string[]): string {
    return [this.#folder, ...parts].filter((part) => part !== '').join('/');
  }

  #piecePath(name: string): string {
    return this.#path(pieceFolder, name.slice(0, 2), `${name}.box`);
  }

  async #put(path: string, bytes: Buffer): Promise<void> {
    const file = {
      path,
      sizeBytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      open: (start: number) => Promise.resolve(Readable.from([bytes.subarray(start)], { objectMode: false })),
    };
    await this.#depot.put(file, {
      draftId: newId(),
      memory: null,
      remember: () => Promise.resolve(),
      signal: this.#signal,
      arrived: () => undefined,
    });
  }

  async #read(path: string): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of await this.#depot.open(path)) {
      this.#signal.throwIfAborted();
      chunks.push(chunk as Buffer);
    }
    return Buffer.concat(chunks);
  }
}
