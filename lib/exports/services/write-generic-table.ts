import type { NamedSource, PointBlock } from '#lib/passive/index.ts';
import { safeNamePart } from '../domain/member-names.ts';
import { genericHeaders } from '../domain/reports.ts';
import { lineEnd, quoteCell, tab, writeIsoDate, writeUnixSeconds } from '../domain/table-cells.ts';
import { TextBuffer } from '../domain/text-buffer.ts';
import { EnvelopeCache, scanType, type ExportedType, type ExportJob } from './export-job.ts';
import { wholePoint } from './whole-point.ts';

/** Writes the table of any type without a report of its own: one file for all sources, the point whole in a cell. */
export async function writeGenericTable(job: ExportJob, type: ExportedType): Promise<void> {
  const name = job.archive.names.claim(type.type, (text) => `${safeNamePart(text)}.txt`);
  await job.archive.open({ name, type: type.type, source: null });
  const out = new TextBuffer();
  out.text(genericHeaders.join('\t') + lineEnd);
  const envelopes = new EnvelopeCache(job);
  const scan = await scanType(job, type, { isWhole: true });
  let rows = 0;
  for await (const block of scan.blocks) {
    await envelopes.load(block);
    for (let row = 0; row < block.count; row += 1) {
      const source = job.sources[scan.present[block.source[row] as number] as number] as NamedSource;
      writeRow(out, { job, type, block, row, source: source.identifier, envelopes });
      rows += 1;
      if (out.isFull) {
        await job.archive.write(out.take(), rows);
        rows = 0;
      }
    }
    job.counted(block.count);
  }
  await job.archive.write(out.take(), rows);
  await job.archive.close();
}

interface GenericRow {
  readonly job: ExportJob;
  readonly type: ExportedType;
  readonly block: PointBlock;
  readonly row: number;
  readonly source: string;
  readonly envelopes: EnvelopeCache;
}

function writeRow(out: TextBuffer, { job, type, block, row, source, envelopes }: GenericRow): void {
  const envelope = envelopes.get(block.envelopeId[row] as number);
  const createdAtUs = block.createdAtUs[row] as number;
  const recordedAtUs = block.recordedAtUs[row] as number;
  out.text([source, envelope.generator, type.type].map(quoteCell).join('\t'));
  out.byte(tab);
  writeUnixSeconds(out, createdAtUs);
  out.byte(tab);
  writeIsoDate(out, createdAtUs, job.clock);
  out.byte(tab);
  out.text(coordinate(block.lat[row] as number));
  out.byte(tab);
  out.text(coordinate(block.lon[row] as number));
  out.byte(tab);
  writeUnixSeconds(out, recordedAtUs);
  out.byte(tab);
  writeIsoDate(out, recordedAtUs, job.clock);
  out.byte(tab);
  out.text(quoteCell(wholePoint(block, row, source, envelope)));
  out.text(lineEnd);
}

function coordinate(degrees: number): string {
  return Number.isNaN(degrees) ? '' : String(degrees);
}
