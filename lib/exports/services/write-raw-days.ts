import type { NamedSource } from '#lib/passive/index.ts';
import { indentJson } from '../domain/indent-json.ts';
import { safeNamePart } from '../domain/member-names.ts';
import { TextBuffer } from '../domain/text-buffer.ts';
import { EnvelopeCache, scanType, type ExportedType, type ExportJob } from './export-job.ts';
import { wholePoint } from './whole-point.ts';

const usPerDay = 86_400_000_000;

/**
 * Writes the points of a type as they were sent: for each source and UTC day one JSON array, indented by two, in the
 * order of created. Days without points have no file; a file holds the points asked for and no others.
 */
export async function writeRawDays(job: ExportJob, type: ExportedType): Promise<void> {
  const out = new TextBuffer();
  const envelopes = new EnvelopeCache(job);
  const scan = await scanType(job, type, { isWhole: true });
  let source = -1;
  let day = Number.NaN;
  let rows = 0;
  const flush = async () => {
    await job.archive.write(out.take(), rows);
    rows = 0;
  };
  const endFile = async () => {
    if (Number.isNaN(day)) return;
    out.text('\n]');
    await flush();
    await job.archive.close();
  };
  for await (const block of scan.blocks) {
    await envelopes.load(block);
    for (let row = 0; row < block.count; row += 1) {
      const itsSource = scan.present[block.source[row] as number] as number;
      const itsDay = Math.floor((block.createdAtUs[row] as number) / usPerDay);
      const { identifier } = job.sources[itsSource] as NamedSource;
      const isNewFile = itsSource !== source || itsDay !== day;
      if (isNewFile) {
        await endFile();
        source = itsSource;
        day = itsDay;
        await job.archive.open({ name: dayName(job, identifier, type.type, day), type: type.type, source: identifier });
      }
      const envelope = envelopes.get(block.envelopeId[row] as number);
      out.text(isNewFile ? '[\n  ' : ',\n  ');
      out.text(indentJson(wholePoint(block, row, identifier, envelope), 1));
      rows += 1;
      if (out.isFull) await flush();
    }
    job.counted(block.count);
  }
  await endFile();
}

function dayName(job: ExportJob, source: string, type: string, day: number): string {
  const date = new Date((day * usPerDay) / 1000).toISOString().slice(0, 10);
  return job.archive.names.claim(source, (text) => `${safeNamePart(text)}__${safeNamePart(type)}__${date}.json`);
}
