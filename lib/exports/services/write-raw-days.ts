import { indentJson } from '../domain/indent-json.ts';
import { safeNamePart } from '../domain/member-names.ts';
import { EnvelopeCache, scanType, type ExportedType, type ExportJob } from './export-job.ts';
import { MemberText } from './member-text.ts';
import { wholePoint } from './whole-point.ts';

const usPerDay = 86_400_000_000;

/**
 * Writes the points of a type as they were sent: for each source and UTC day one JSON array, indented by two, in the
 * order of created. Days without points have no file; a file holds the points asked for and no others.
 */
export async function writeRawDays(job: ExportJob, type: ExportedType): Promise<void> {
  const text = new MemberText(job.archive);
  const envelopes = new EnvelopeCache(job);
  const scan = await scanType(job, type, { isWhole: true });
  let openSource = '';
  let openDay = Number.NaN;
  for await (const block of scan.blocks) {
    await envelopes.load(block);
    for (let row = 0; row < block.count; row += 1) {
      const source = scan.sourceOf(block, row).identifier;
      const day = Math.floor((block.createdAtUs[row] as number) / usPerDay);
      if (day === openDay && source === openSource) {
        text.out.text(',\n  ');
      } else {
        if (!Number.isNaN(openDay)) text.out.text('\n]');
        await text.close();
        openSource = source;
        openDay = day;
        await job.archive.open({ name: dayName(job, type.type, { source, day }), type: type.type, source });
        text.out.text('[\n  ');
      }
      text.out.text(indentJson(wholePoint({ block, row, source, envelope: envelopes.get(block, row) }), 1));
      text.rows += 1;
      await text.flushWhenFull();
    }
    job.counted(block.count);
  }
  if (!Number.isNaN(openDay)) text.out.text('\n]');
  await text.close();
}

function dayName(job: ExportJob, type: string, { source, day }: { source: string; day: number }): string {
  const date = new Date((day * usPerDay) / 1000).toISOString().slice(0, 10);
  return job.archive.names.claim(source, (text) => `${safeNamePart(text)}__${safeNamePart(type)}__${date}.json`);
}
