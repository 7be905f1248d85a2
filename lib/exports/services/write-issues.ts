import {
  issueReportHeader,
  issueReportName,
  readIssuesOfSources,
  toReportRow,
  writeIssueWorkbook,
  type DeviceIssue,
} from '#lib/sources/index.ts';
import { fileExtensions, type FileFormat, type TableColumn, type TableEncoder } from '../domain/table-encoder.ts';
import type { ExportJob } from './export-job.ts';
import { TableWriter } from './table-writer.ts';

const type = 'pdk-issues';
const extension = /\.xlsx$/;
/** Cells that say what an issue is about are true or false; all others are texts. */
const texts: ReadonlySet<string> = new Set([...issueReportHeader.slice(0, 6), 'Description', 'Tags']);
const columns: readonly TableColumn[] = issueReportHeader.map((header) => ({
  header,
  kind: texts.has(header) ? 'text' : 'boolean',
}));

/**
 * Writes what was noted of the devices of the order's sources, whatever the days asked for: where tables are
 * tab-delimited as the workbook that PDK makes of it, else as a table of that kind. It is no map.
 */
export async function writeIssues(job: ExportJob, format: FileFormat): Promise<void> {
  if (format === 'geojson') return;
  const issues = readIssuesOfSources(
    job.ctx,
    job.sources.map(({ id }) => id),
  );
  await (format === 'tab' ? writeWorkbook(job, issues) : writeRows(job, issues, format));
}

async function writeWorkbook({ ctx, archive }: ExportJob, issues: AsyncIterable<DeviceIssue>): Promise<void> {
  await archive.open({ name: archive.names.claim(issueReportName, (text) => text), type, source: null });
  let rows = 0;
  async function* counted() {
    for await (const issue of issues) {
      rows += 1;
      yield issue;
    }
  }
  for await (const bytes of writeIssueWorkbook(ctx, counted())) await archive.write(bytes as Buffer, 0);
  await archive.write(Buffer.alloc(0), rows);
  await archive.close();
}

async function writeRows(
  { archive }: ExportJob,
  issues: AsyncIterable<DeviceIssue>,
  format: FileFormat,
): Promise<void> {
  const name = issueReportName.replace(extension, `.${fileExtensions[format]}`);
  const writer = new TableWriter(archive, columns, format);
  await writer.open({ name: archive.names.claim(name, (text) => text), type, source: null });
  for await (const issue of issues) {
    writeRow(writer.encoder, issue);
    writer.wrote(1);
    if (writer.isFull) await writer.flush();
  }
  await writer.close();
}

const truth = { true: Buffer.from('true'), false: Buffer.from('false') } as const;

function writeRow(out: TableEncoder, issue: DeviceIssue): void {
  out.startRow(Number.NaN, Number.NaN);
  for (const cell of toReportRow(issue)) {
    if (typeof cell === 'string') out.text(cell);
    else {
      const text = cell ? truth.true : truth.false;
      out.value(text, 0, text.length);
    }
  }
  out.endRow();
}
