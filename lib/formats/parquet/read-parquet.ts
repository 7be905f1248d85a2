import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';

/** A row by the names of its columns; 64-bit integers are bigint, what is empty is null. */
export type ParquetRow = Readonly<Record<string, unknown>>;

/**
 * The rows of a Parquet file of this machine in their order, all columns or some; memory holds one of its row groups. Throws
 * what a damaged file makes the reader throw.
 */
export async function* readParquet(path: string, columns?: readonly string[]): AsyncGenerator<ParquetRow> {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const part = { file, metadata, rowStart, rowEnd, ...(columns ? { columns: [...columns] } : {}) };
    for (const row of await parquetReadObjects(part)) yield row;
    rowStart = rowEnd;
  }
}
