import { listSourcesWithMore, type NamedSource, type PointBlock } from '#lib/passive/index.ts';
import { fileExtensions, type FileFormat, type TableColumn, type TableEncoder } from '../domain/table-encoder.ts';
import type { TableLayout } from '../domain/reports/standard-report.ts';
import { EnvelopeCache, scanType, type ExportedType, type ExportJob, type SourceScan } from './export-job.ts';
import { TableFiles } from './table-files.ts';
import { TableWriter } from './table-writer.ts';

/** A point that is to become rows. */
export interface TablePoint {
  readonly block: PointBlock;
  readonly row: number;
  readonly source: NamedSource;
  /** Loaded for the block when the table asks for envelopes. */
  readonly envelopes: EnvelopeCache;
}

/** A table to be written: its files, its columns, and how points become its rows. */
export interface TableToWrite {
  readonly layout: TableLayout;
  readonly columns: readonly TableColumn[];
  readonly format: FileFormat;
  /** Rows need what points have in common in their metadata. */
  readonly needsEnvelopes: boolean;
  /** Points count in the progress: not again for a second table of the same. */
  readonly isCounted: boolean;
  /** False: the table is not about the point. */
  isAbout(point: TablePoint): boolean;
  /** Writes the rows of a point; gives their number. */
  write(out: TableEncoder, point: TablePoint): number;
}

/**
 * Writes one table of a type in one kind of file, source after source, each by created time. GeoJSON holds the points
 * with a position; the task's log says how many others there were.
 */
export async function writeTable(job: ExportJob, type: ExportedType, table: TableToWrite): Promise<void> {
  const isGeo = table.format === 'geojson';
  const isWhole = table.needsEnvelopes || isGeo;
  const scan = await scanType(job, type, { isWhole });
  const files = new TableFiles(job, {
    type: type.type,
    // A map of nothing is no file: who asks for several forms finds the header in the others.
    layout: isGeo ? { ...table.layout, skipsEmpty: true } : table.layout,
    extension: fileExtensions[table.format],
    split: await findSplitSources(job, type, table.layout),
  });
  const writer = new TableWriter(job.archive, table.columns, table.format);
  const pass = { table, files, writer, scan, envelopes: new EnvelopeCache(job) };
  let unplaced = 0;
  for await (const block of scan.blocks) {
    if (table.needsEnvelopes) await pass.envelopes.load(block);
    unplaced += await writeBlock(pass, block);
    if (table.isCounted) job.counted(block.count);
  }
  for (const file of files.forRest()) await writer.open(file);
  await writer.close();
  if (unplaced > 0) {
    job.ctx.logLine(
      'info',
      `${type.type}: points without a position that are not in the GeoJSON: ${String(unplaced)}.`,
    );
  }
}

interface Pass {
  readonly table: TableToWrite;
  readonly files: TableFiles;
  readonly writer: TableWriter;
  readonly scan: SourceScan;
  readonly envelopes: EnvelopeCache;
}

/** Writes the rows of a block; gives how many points were left out for want of a position. */
async function writeBlock({ table, files, writer, scan, envelopes }: Pass, block: PointBlock): Promise<number> {
  const needsPosition = table.format === 'geojson';
  let unplaced = 0;
  for (let row = 0; row < block.count; row += 1) {
    const index = scan.indexOf(block, row);
    const point = { block, row, source: scan.sourceOf(block, row), envelopes };
    if (!table.isAbout(point)) continue;
    if (needsPosition && Number.isNaN(block.lon[row])) {
      unplaced += 1;
      continue;
    }
    if (!files.takes(index)) for (const file of files.forPoint(index)) await writer.open(file);
    writer.wrote(table.write(writer.encoder, point));
    if (writer.isFull) await writer.flush();
  }
  return unplaced;
}

/** Indexes of the sources whose points do not fit in one file of the layout. */
async function findSplitSources(
  job: ExportJob,
  { typeId }: ExportedType,
  layout: TableLayout,
): Promise<ReadonlySet<number>> {
  if (typeId === null || layout.kind !== 'file-per-source' || layout.splitPoints === null) return new Set();
  const sourceIds = job.sources.map(({ id }) => id);
  const found = await listSourcesWithMore(job.ctx, { sourceIds, typeId, range: job.range, points: layout.splitPoints });
  const larger = new Set(found);
  return new Set(sourceIds.flatMap((id, index) => (larger.has(id) ? [index] : [])));
}
