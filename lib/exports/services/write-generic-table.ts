import { safeNamePart } from '../domain/member-names.ts';
import { oneFile } from '../domain/reports/standard-report.ts';
import type { FileFormat, TableColumn, TableEncoder } from '../domain/table-encoder.ts';
import { TimeText } from '../domain/time-text.ts';
import type { ExportedType, ExportJob } from './export-job.ts';
import { wholePoint } from './whole-point.ts';
import { writeTable, type TablePoint } from './write-table.ts';

const columns: readonly TableColumn[] = [
  { header: 'Source', kind: 'text' },
  { header: 'Generator', kind: 'text' },
  { header: 'Generator Identifier', kind: 'text' },
  { header: 'Created Timestamp', kind: 'seconds' },
  { header: 'Created Date', kind: 'instant' },
  { header: 'Latitude', kind: 'number' },
  { header: 'Longitude', kind: 'number' },
  { header: 'Recorded Timestamp', kind: 'seconds' },
  { header: 'Recorded Date', kind: 'instant' },
  { header: 'Properties', kind: 'json' },
];

/** Writes the table of any type without a report of its own: one file for all sources, the point whole in a cell. */
export async function writeGenericTable(job: ExportJob, type: ExportedType, format: FileFormat): Promise<void> {
  const created = new TimeText(job.clock);
  const recorded = new TimeText(job.clock);
  const write = (out: TableEncoder, { block, row, source, envelopes }: TablePoint) => {
    const envelope = envelopes.get(block, row);
    const lon = block.lon[row] as number;
    const lat = block.lat[row] as number;
    created.set(block.createdAtUs[row] as number);
    recorded.set(block.recordedAtUs[row] as number);
    out.startRow(lon, lat);
    out.text(source.identifier);
    out.text(envelope.generator);
    out.text(type.type);
    out.seconds(created);
    out.date(created);
    out.number(lat);
    out.number(lon);
    out.seconds(recorded);
    out.date(recorded);
    const whole = Buffer.from(wholePoint({ block, row, source: source.identifier, envelope }));
    out.value(whole, 0, whole.length);
    out.endRow();
    return 1;
  };
  await writeTable(job, type, {
    layout: oneFile(safeNamePart(type.type)),
    columns,
    format,
    needsEnvelopes: true,
    isCounted: true,
    isAbout: () => true,
    write,
  });
}
