import { readVariablesOfType } from '#lib/passive/index.ts';
import { JsonMembers, type OtherMember } from '../domain/json-members.ts';
import { isEmptyNested, jsonByte } from '../domain/json-scan.ts';
import { safeNamePart } from '../domain/member-names.ts';
import { unfittingHeader } from '../domain/parquet-encoder.ts';
import { leadingColumns, oneFile } from '../domain/reports/standard-report.ts';
import type { FileFormat, TableColumn, TableEncoder } from '../domain/table-encoder.ts';
import { TimeText } from '../domain/time-text.ts';
import { columnsOf, flatVariables } from '../domain/variables.ts';
import type { ExportedType, ExportJob } from './export-job.ts';
import { writeTable, type TablePoint } from './write-table.ts';

const { openBrace } = jsonByte;

const before: readonly TableColumn[] = [
  ...leadingColumns,
  { header: 'Latitude', kind: 'number' },
  { header: 'Longitude', kind: 'number' },
  { header: 'Time Zone', kind: 'text' },
  { header: 'User Agent', kind: 'text' },
];
/** Members that have no column: those beyond the most there may be, and those of objects with data for names. */
const others: TableColumn = { header: 'Other Values', kind: 'json' };

/** What the files of flattened tables stand in, apart from the tables that scripts for PDK read. */
const folder = 'flattened';

export interface FlatTableOptions {
  readonly format: FileFormat;
  /** Its points are not counted yet. */
  readonly isCounted: boolean;
}

/**
 * Writes the flattened table of a type: one file for all sources, a column with its type for each variable that the
 * codebook knows of the type in the study, in the order of their paths. So the columns are the same whatever days and
 * sources are asked for, and no point is read twice. Objects become columns of their members, arrays are JSON text.
 */
export async function writeFlatTable(job: ExportJob, type: ExportedType, options: FlatTableOptions): Promise<void> {
  const taken = [...before, others].map(({ header }) => header);
  const known = await readVariablesOfType(job.ctx, { studyId: job.studyId, type: type.type });
  const columns = columnsOf(flatVariables(known), [...taken, unfittingHeader]);
  const members = new JsonMembers(
    columns.map(({ path }) => path),
    { keepsOthers: true },
  );
  // An object whose members have columns is in those; only what it is otherwise fills its own.
  const hasColumnsBelow = columns.map(({ path }) =>
    columns.some((other) => other.path.length > path.length && path.every((name, depth) => other.path[depth] === name)),
  );
  const created = new TimeText(job.clock);
  const recorded = new TimeText(job.clock);
  const write = (out: TableEncoder, point: TablePoint) => {
    const { block, row, source, envelopes } = point;
    created.set(block.createdAtUs[row] as number);
    recorded.set(block.recordedAtUs[row] as number);
    members.locate(block.bytes, block.propertiesStart[row] as number);
    out.startRow(block.lon[row] as number, block.lat[row] as number);
    out.text(source.identifier);
    for (const time of [created, recorded]) {
      out.seconds(time);
      out.date(time);
    }
    out.number(block.lat[row] as number);
    out.number(block.lon[row] as number);
    const { timezone, userAgent } = envelopes.get(block, row);
    if (timezone === null) out.none();
    else out.text(timezone);
    out.text(userAgent);
    for (let index = 0; index < columns.length; index += 1) {
      const start = members.starts[index] as number;
      const isInParts = start !== -1 && hasColumnsBelow[index] && isFullObject(block.bytes, start);
      if (start === -1 || isInParts) out.none();
      else out.value(block.bytes, start, members.ends[index] as number);
    }
    writeOthers(out, members.others, block.bytes);
    out.endRow();
    return 1;
  };
  await writeTable(job, type, {
    layout: oneFile(`${folder}/${safeNamePart(type.type)}`),
    columns: [...before, ...columns, others],
    format: options.format,
    needsEnvelopes: true,
    isCounted: options.isCounted,
    isAbout: () => true,
    write,
  });
}

function isFullObject(bytes: Buffer, start: number): boolean {
  return bytes[start] === openBrace && !isEmptyNested(bytes, start);
}

/** By the path of each, joined as in headers. */
function writeOthers(out: TableEncoder, found: readonly OtherMember[], bytes: Buffer): void {
  if (found.length === 0) {
    out.none();
    return;
  }
  const members = found.map(
    ({ path, start, end }) => `${JSON.stringify(path.join('.'))}:${bytes.toString('utf8', start, end)}`,
  );
  const text = Buffer.from(`{${members.join(',')}}`);
  out.value(text, 0, text.length);
}
