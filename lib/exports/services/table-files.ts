import { claimSlug, NameRegister, slugOf } from '../domain/member-names.ts';
import type { TableLayout } from '../domain/reports/standard-report.ts';
import type { ArchiveMember } from './archive.ts';
import type { ExportJob } from './export-job.ts';

/** A file of the archive that is to be opened. */
export type TableFile = Pick<ArchiveMember, 'name' | 'type' | 'source'>;

/** How the files of a table are called and cut. */
export interface TableFilesInput {
  readonly type: string;
  readonly layout: TableLayout;
  /** End of the names, without the dot. */
  readonly extension: string;
  /** Of layouts that split: indexes of the sources with more points than fit in one file. */
  readonly split: ReadonlySet<number>;
}

/** Which files are to be opened, in turn, before a point of a source can be written. */
export class TableFiles {
  readonly #job: ExportJob;
  readonly #input: TableFilesInput;
  readonly #slugs = new NameRegister();
  /** Index of the last source whose file was opened. */
  #opened = -1;
  #pointsInFile = 0;
  #pieces = 0;

  constructor(job: ExportJob, input: TableFilesInput) {
    this.#job = job;
    this.#input = input;
  }

  /** True when the source's file is open and takes another point, which is counted: the common case, without a generator. */
  takes(source: number): boolean {
    const { layout } = this.#input;
    if (layout.kind === 'one-file') return this.#opened !== -1;
    if (source !== this.#opened || this.#pointsInFile >= (layout.splitPoints ?? Infinity)) return false;
    this.#pointsInFile += 1;
    return true;
  }

  /**
   * The files up to the one that a point of the source (index in the job's list) goes to: those passed over have no
   * points, and only a header. Counts the point. Ask {@link takes} first.
   */
  *forPoint(source: number): Generator<TableFile> {
    const { layout } = this.#input;
    yield* this.#upTo(source, layout.skipsEmpty);
    const { splitPoints } = layout.kind === 'file-per-source' ? layout : { splitPoints: null };
    if (splitPoints !== null && this.#pointsInFile >= splitPoints) yield this.#piece(source);
    this.#pointsInFile += 1;
  }

  /** The files that are left when there are no more points. */
  *forRest(): Generator<TableFile> {
    if (!this.#input.layout.skipsEmpty) yield* this.#upTo(this.#job.sources.length - 1, false);
  }

  *#upTo(source: number, skipsEmpty: boolean): Generator<TableFile> {
    const { type, layout, extension } = this.#input;
    if (layout.kind === 'one-file') {
      if (this.#opened === -1) {
        const name = this.#job.archive.names.claim(layout.name, (text) => `${text}.${extension}`);
        yield { name, type, source: null };
      }
      this.#opened = Math.max(source, 0);
      return;
    }
    while (this.#opened < source) {
      this.#opened = skipsEmpty ? source : this.#opened + 1;
      this.#pieces = 0;
      yield this.#piece(this.#opened);
    }
  }

  #piece(source: number): TableFile {
    const { type, extension, split } = this.#input;
    const identifier = this.#job.sources[source]?.identifier ?? '';
    const suffix = split.has(source) || this.#pieces > 0 ? `__${String(this.#pieces)}` : '';
    this.#pieces += 1;
    this.#pointsInFile = 0;
    return {
      name: `${slugOf(type)}/${claimSlug(this.#slugs, identifier, suffix)}.${extension}`,
      type,
      source: identifier,
    };
  }
}
