import { DelimitedEncoder } from '../domain/delimited-encoder.ts';
import { JsonEncoder } from '../domain/json-encoder.ts';
import { ParquetEncoder } from '../domain/parquet-encoder.ts';
import type { FileFormat, TableColumn, TableEncoder } from '../domain/table-encoder.ts';
import { TextBuffer } from '../domain/text-buffer.ts';
import type { Archive } from './archive.ts';
import type { TableFile } from './table-files.ts';

/** The files of one table on their way into the archive: rows are written through `encoder`, which one of them at a time. */
export class TableWriter {
  readonly encoder: TableEncoder;
  readonly #archive: Archive;
  readonly #out = new TextBuffer();
  #rows = 0;
  #isOpen = false;

  constructor(archive: Archive, columns: readonly TableColumn[], format: FileFormat) {
    this.#archive = archive;
    this.encoder = createEncoder(this.#out, columns, format);
  }

  /** Rows that were written since the last call. */
  wrote(rows: number): void {
    this.#rows += rows;
  }

  /** Begins a file; the one before is ended. */
  async open(file: TableFile): Promise<void> {
    await this.close();
    await this.#archive.open(file);
    this.#isOpen = true;
    this.encoder.begin();
  }

  /** True when it is worth to {@link flush}. */
  get isFull(): boolean {
    return this.#out.isFull;
  }

  /** Ends the open file, if there is one. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.encoder.end();
    await this.flush();
    this.#isOpen = false;
    await this.#archive.close();
  }

  /** Hands over what is there. */
  async flush(): Promise<void> {
    if (this.#out.length === 0 && this.#rows === 0) return;
    const rows = this.#rows;
    this.#rows = 0;
    await this.#archive.write(this.#out.filled, rows);
    this.#out.clear();
  }
}

function createEncoder(out: TextBuffer, columns: readonly TableColumn[], format: FileFormat): TableEncoder {
  switch (format) {
    case 'tab':
    case 'csv':
      return new DelimitedEncoder(out, columns, format);
    case 'jsonl':
    case 'geojson':
      return new JsonEncoder(out, columns, format);
    case 'parquet':
      return new ParquetEncoder(out, columns);
  }
}
