import type { NamedSource, PointBlock } from '#lib/passive/index.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { JsonMembers } from '../domain/json-members.ts';
import { claimSlug, slugOf } from '../domain/member-names.ts';
import { leadingHeaders, type StandardReport } from '../domain/reports.ts';
import { lineEnd, quoteCell, tab, writeIsoDate, writeJsonCell, writeUnixSeconds } from '../domain/table-cells.ts';
import { TextBuffer } from '../domain/text-buffer.ts';
import { NameRegister } from '../domain/member-names.ts';
import { scanType, type ExportedType, type ExportJob } from './export-job.ts';

const utc = new ZoneClock('UTC');

/** Writes rows of one report: times and cells, straight from the bytes of the database. */
class RowWriter {
  readonly #members: JsonMembers;
  /** For each column, the indexes of its members in the order they are tried. */
  readonly #columns: readonly (readonly number[])[];
  readonly #clock: ZoneClock;
  readonly out = new TextBuffer();
  rows = 0;
  #source = '';

  constructor(report: StandardReport, clock: ZoneClock) {
    const names = report.columns.flatMap((column) => column.members);
    this.#members = new JsonMembers(names);
    this.#columns = report.columns.map((column) => column.members.map((member) => names.indexOf(member)));
    this.#clock = report.isUtc ? utc : clock;
  }

  header(report: StandardReport): void {
    const headers = [...leadingHeaders, ...report.columns.map((column) => column.header)];
    this.out.text(headers.map(quoteCell).join('\t') + lineEnd);
  }

  source(identifier: string): void {
    this.#source = quoteCell(identifier);
  }

  row(block: PointBlock, row: number): void {
    const { out } = this;
    const createdAtUs = block.createdAtUs[row] as number;
    const recordedAtUs = block.recordedAtUs[row] as number;
    out.text(this.#source);
    out.byte(tab);
    writeUnixSeconds(out, createdAtUs);
    out.byte(tab);
    writeIsoDate(out, createdAtUs, this.#clock);
    out.byte(tab);
    writeUnixSeconds(out, recordedAtUs);
    out.byte(tab);
    writeIsoDate(out, recordedAtUs, this.#clock);
    this.#members.locate(block.bytes, block.propertiesStart[row] as number);
    for (const members of this.#columns) {
      out.byte(tab);
      this.#cell(block.bytes, members);
    }
    out.text(lineEnd);
    this.rows += 1;
  }

  #cell(bytes: Buffer, members: readonly number[]): void {
    const { starts, ends } = this.#members;
    for (const member of members) {
      const start = starts[member] as number;
      if (start === -1) continue;
      writeJsonCell(this.out, bytes, start, ends[member] as number);
      return;
    }
  }

  takeRows(): number {
    const { rows } = this;
    this.rows = 0;
    return rows;
  }
}

/** Writes the standard report of a type: a table for each source, also those without points, or one for all. */
export async function writeStandardTable(job: ExportJob, type: ExportedType, report: StandardReport): Promise<void> {
  const writer = new RowWriter(report, job.clock);
  if (report.layout === 'one-file') await writeOneFile(job, type, report, writer);
  else await writeFilePerSource(job, type, report, writer);
}

async function writeOneFile(job: ExportJob, type: ExportedType, report: StandardReport, writer: RowWriter) {
  const name = job.archive.names.claim(`pdk_${type.type}.txt`, (text) => text);
  await job.archive.open({ name, type: type.type, source: null });
  writer.header(report);
  const scan = await scanType(job, type, { isWhole: false });
  let current = -1;
  for await (const block of scan.blocks) {
    for (let row = 0; row < block.count; row += 1) {
      const source = block.source[row] as number;
      if (source !== current) {
        current = source;
        writer.source((job.sources[scan.present[source] as number] as NamedSource).identifier);
      }
      writer.row(block, row);
    }
    job.counted(block.count);
    if (writer.out.isFull) await job.archive.write(writer.out.take(), writer.takeRows());
  }
  await flush(job, writer);
  await job.archive.close();
}

async function writeFilePerSource(job: ExportJob, type: ExportedType, report: StandardReport, writer: RowWriter) {
  const folder = slugOf(type.type);
  const slugs = new NameRegister();
  let next = 0;
  /** Opens the tables up to and with the one of a source: those passed over have no points. */
  const openUpTo = async (target: number) => {
    for (; next <= target; next += 1) {
      await flush(job, writer);
      const { identifier } = job.sources[next] as NamedSource;
      const name = `${folder}/${claimSlug(slugs, identifier)}.txt`;
      await job.archive.open({ name, type: type.type, source: identifier });
      writer.header(report);
      writer.source(identifier);
    }
  };
  const scan = await scanType(job, type, { isWhole: false });
  for await (const block of scan.blocks) {
    for (let row = 0; row < block.count; row += 1) {
      const index = scan.present[block.source[row] as number] as number;
      if (index >= next) await openUpTo(index);
      writer.row(block, row);
    }
    job.counted(block.count);
    if (writer.out.isFull) await job.archive.write(writer.out.take(), writer.takeRows());
  }
  await openUpTo(job.sources.length - 1);
  await flush(job, writer);
  await job.archive.close();
}

async function flush(job: ExportJob, writer: RowWriter): Promise<void> {
  if (writer.out.length > 0) await job.archive.write(writer.out.take(), writer.takeRows());
}
