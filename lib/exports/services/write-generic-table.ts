import { safeNamePart } from '../domain/member-names.ts';
import { genericHeaders } from '../domain/reports.ts';
import { lineEnd, quoteCell, tab, TimeCells } from '../domain/table-cells.ts';
import type { TextBuffer } from '../domain/text-buffer.ts';
import { EnvelopeCache, scanType, type ExportedType, type ExportJob } from './export-job.ts';
import { MemberText } from './member-text.ts';
import { wholePoint, type WholeRow } from './whole-point.ts';

/** Writes the table of any type without a report of its own: one file for all sources, the point whole in a cell. */
export async function writeGenericTable(job: ExportJob, type: ExportedType): Promise<void> {
  const name = job.archive.names.claim(type.type, (text) => `${safeNamePart(text)}.txt`);
  await job.archive.open({ name, type: type.type, source: null });
  const text = new MemberText(job.archive);
  text.out.text(genericHeaders.join('\t') + lineEnd);
  const writeRow = rowWriter(job, type.type);
  const envelopes = new EnvelopeCache(job);
  const scan = await scanType(job, type, { isWhole: true });
  for await (const block of scan.blocks) {
    await envelopes.load(block);
    for (let row = 0; row < block.count; row += 1) {
      const source = scan.sourceOf(block, row).identifier;
      writeRow(text.out, { block, row, source, envelope: envelopes.get(block, row) });
      text.rows += 1;
      await text.flushWhenFull();
    }
    job.counted(block.count);
  }
  await text.close();
}

function rowWriter(job: ExportJob, type: string): (out: TextBuffer, point: WholeRow) => void {
  const created = new TimeCells(job.clock);
  const recorded = new TimeCells(job.clock);
  return (out, point) => {
    const { block, row, source, envelope } = point;
    out.text([source, envelope.generator, type].map(quoteCell).join('\t'));
    out.byte(tab);
    created.write(out, block.createdAtUs[row] as number);
    out.text(`\t${coordinate(block.lat[row] as number)}\t${coordinate(block.lon[row] as number)}\t`);
    recorded.write(out, block.recordedAtUs[row] as number);
    out.text(`\t${quoteCell(wholePoint(point))}${lineEnd}`);
  };
}

function coordinate(degrees: number): string {
  return Number.isNaN(degrees) ? '' : String(degrees);
}
