import { fileWriter, parquetWriteRows } from 'hyparquet-writer';

/** A column of a Parquet file; every one may be empty in a row. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: 'STRING' | 'INT32' | 'INT64' | 'DOUBLE' | 'TIMESTAMP' | 'JSON';
}

/** Rows written together: a reader fetches as much at once, and as much is in memory. */
const rowsPerGroup = 10_000;

/**
 * Writes rows to a Parquet file as they come (Apache Parquet format 2, Snappy). INT64 takes bigint, TIMESTAMP a Date, JSON
 * any value. The file is whole when the promise resolves; it throws what `rows` throws.
 */
export async function writeParquet(
  path: string,
  columns: readonly ParquetColumn[],
  rows: AsyncIterable<Readonly<Record<string, unknown>>>,
): Promise<void> {
  const writer = fileWriter(path);
  await parquetWriteRows({ writer, rows, columns: [...columns], rowGroupSize: rowsPerGroup, createdBy: 'Cairn' });
}
