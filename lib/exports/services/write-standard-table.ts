import type { PointBlock } from '#lib/passive/index.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { JsonMembers } from '../domain/json-members.ts';
import { claimSlug, NameRegister, slugOf } from '../domain/member-names.ts';
import { leadingHeaders, type StandardReport } from '../domain/reports.ts';
import { lineEnd, quoteCell, tab, TimeCells, writeMemberCell } from '../domain/table-cells.ts';
import type { TextBuffer } from '../domain/text-buffer.ts';
import { scanType, type ExportedType, type ExportJob } from './export-job.ts';
import { MemberText } from './member-text.ts';

const utc = new ZoneClock('UTC');
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** Writes the standard report of a type: a table for each source, also those without points, or one for all. */
export async function writeStandardTable(job: ExportJob, type: ExportedType, report: StandardReport): Promise<void> {
  const rows = new ReportRows(report, job.clock);
  const text = new MemberText(job.archive);
  const header = [...leadingHeaders, ...report.columns.map((column) => column.header)].join('\t') + lineEnd;
  const tables = report.layout === 'one-file' ? oneTable(job, type.type) : tablePerSource(job, type.type);
  const scan = await scanType(job, type, { isWhole: false });
  let current = -1;
  /** Opens the tables up to the one of a source: those passed over have no points, and only a header. */
  const goTo = async (source: number) => {
    current = source;
    for (let table = tables.next(source); table; table = tables.next(source)) {
      await text.close();
      await job.archive.open(table);
      text.out.text(header);
    }
  };
  for await (const block of scan.blocks) {
    for (let row = 0; row < block.count; row += 1) {
      const source = scan.indexOf(block, row);
      if (source !== current) {
        await goTo(source);
        rows.source(scan.sourceOf(block, row).identifier);
      }
      rows.write(text.out, block, row);
      text.rows += 1;
    }
    job.counted(block.count);
    await text.flushWhenFull();
  }
  await goTo(job.sources.length - 1);
  await text.close();
}

interface Table {
  readonly name: string;
  readonly type: string;
  readonly source: string | null;
}

/** Which tables are to be opened, in turn, before rows of a source can be written; null: it is open. */
interface Tables {
  next(source: number): Table | null;
}

function oneTable(job: ExportJob, type: string): Tables {
  let isOpen = false;
  return {
    next() {
      if (isOpen) return null;
      isOpen = true;
      return { name: job.archive.names.claim(`pdk_${type}.txt`, (text) => text), type, source: null };
    },
  };
}

function tablePerSource(job: ExportJob, type: string): Tables {
  const slugs = new NameRegister();
  let opened = -1;
  return {
    next(source) {
      const next = job.sources[opened + 1];
      if (opened >= source || !next) return null;
      opened += 1;
      return { name: `${slugOf(type)}/${claimSlug(slugs, next.identifier)}.txt`, type, source: next.identifier };
    },
  };
}

/** Rows of one report, made straight from the bytes of the database. */
class ReportRows {
  readonly #members: JsonMembers;
  /** For each column, its members as indexes, in the order they are tried. */
  readonly #columns: readonly (readonly number[])[];
  readonly #created: TimeCells;
  readonly #recorded: TimeCells;
  #source = Buffer.alloc(0);

  constructor(report: StandardReport, clock: ZoneClock) {
    const names = report.columns.flatMap((column) => column.members);
    this.#members = new JsonMembers(names);
    this.#columns = report.columns.map((column) => column.members.map((member) => names.indexOf(member)));
    this.#created = new TimeCells(report.isUtc ? utc : clock);
    this.#recorded = new TimeCells(report.isUtc ? utc : clock);
  }

  source(identifier: string): void {
    this.#source = Buffer.from(quoteCell(identifier));
  }

  write(out: TextBuffer, block: PointBlock, row: number): void {
    out.copy(this.#source, 0, this.#source.length);
    out.byte(tab);
    this.#created.write(out, block.createdAtUs[row] as number);
    out.byte(tab);
    this.#recorded.write(out, block.recordedAtUs[row] as number);
    this.#members.locate(block.bytes, block.propertiesStart[row] as number);
    for (const members of this.#columns) {
      out.byte(tab);
      this.#cell(out, members);
    }
    out.byte(carriageReturn);
    out.byte(lineFeed);
  }

  /** Fills a column from the first of its members that is there. */
  #cell(out: TextBuffer, members: readonly number[]): void {
    for (const member of members) {
      if (this.#members.starts[member] === -1) continue;
      writeMemberCell(out, this.#members, member);
      return;
    }
  }
}
