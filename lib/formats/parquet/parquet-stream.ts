import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';

/** A column of a Parquet stream; every one may be empty in a row. */
export interface StreamedColumn {
  readonly name: string;
  /** What the values are: text, bigint, number, boolean, or microseconds since 1970 (UTC) as bigint. */
  readonly type: 'text' | 'int64' | 'double' | 'boolean' | 'timestamp';
}

const elements = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  int64: { type: 'INT64' },
  double: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
} as const satisfies Record<StreamedColumn['type'], Omit<SchemaElement, 'name'>>;

/** A value of a column; null: nothing. */
export type ParquetValue = string | bigint | number | boolean | null;

/**
 * Makes a Parquet file (format 2, Snappy) group by group, and gives its bytes as they come: whoever writes them needs no
 * file, and what is kept is one group and where the earlier ones stand. Bytes are good until the next call.
 */
export class ParquetStream {
  readonly #columns: readonly StreamedColumn[];
  readonly #bytes = new ByteWriter(64 * 1024);
  readonly #writer: ParquetWriter;

  /** Names must differ from each other. */
  constructor(columns: readonly StreamedColumn[]) {
    this.#columns = columns;
    const schema: SchemaElement[] = [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...elements[type] })),
    ];
    this.#writer = new ParquetWriter({ writer: this.#bytes, schema, createdBy: 'Cairn' });
  }

  /** Adds rows, given as one list of values for each column, as a group of their own. */
  group(values: readonly (readonly ParquetValue[])[]): Buffer {
    const rows = values[0]?.length ?? 0;
    const columnData = this.#columns.map(({ name }, index) => ({
      name,
      data: values[index] as ParquetValue[],
      // Where pages stand matters to readers that skip inside a group; groups are small.
      offsetIndex: false,
    }));
    // Without a `flush`, the writer takes the group at once.
    void this.#writer.write({ columnData, rowGroupSize: Math.max(rows, 1) });
    return this.#taken();
  }

  /** The end of the file. */
  finish(): Buffer {
    void this.#writer.finish();
    return this.#taken();
  }

  #taken(): Buffer {
    const bytes = Buffer.from(this.#bytes.buffer, 0, this.#bytes.index);
    this.#bytes.index = 0;
    return bytes;
  }
}
