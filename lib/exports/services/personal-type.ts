import type { SourceId } from '#lib/platform/ids.ts';
import { scanPointBlocks } from '#lib/passive/index.ts';
import { safeNamePart } from '../domain/member-names.ts';
import { DayCounts, drawBars } from '../domain/personal/day-bars.ts';
import { localTime } from '../domain/personal/local-time.ts';
import { escapeText, link } from '../domain/personal/markup.ts';
import { LastRows, renderSample, shownRows } from '../domain/personal/sample-rows.ts';
import { MemberText } from './member-text.ts';
import { writePage, type PersonalJob } from './personal-job.ts';

/** One type of the person's points. */
export interface PersonalType {
  readonly typeId: number;
  /** As "pdk-location". */
  readonly identifier: string;
}

/** What the first page says of a type. */
export interface TypeSummary {
  readonly type: string;
  /** Name of its page in the archive. */
  readonly page: string;
  readonly points: number;
  readonly days: DayCounts;
}

/**
 * Writes a type: all its points as JSON Lines (time and content), then a page with a chart and the newest of them. Memory
 * holds the rows of the page and a number for each day, however many points there are.
 */
export async function writeTypePages(job: PersonalJob, type: PersonalType): Promise<TypeSummary> {
  const name = job.archive.names.claim(type.identifier, safeNamePart);
  const file = `data/${name}.jsonl`;
  const read = await writeLines(job, type, file);
  const { t } = job;
  const page = `types/${name}.html`;
  const rows = read.last.newestFirst();
  const title = job.nameOf(type.identifier);
  const body = [
    // Files are named after the identifier.
    ...(title === type.identifier ? [] : [`<p class="dim">${escapeText(type.identifier)}</p>`]),
    `<p>${link('../index.html', t('back'))}</p>`,
    `<p>${escapeText(t('typeIntro', { count: read.points }))} ${link(`../${file}`, t('allPoints'))}</p>`,
    `<h2>${escapeText(t('perDay'))}</h2>`,
    drawBars(read.days, t('perDay')),
    `<h2>${escapeText(t('newest', { count: Math.min(read.points, shownRows) }))}</h2>`,
    renderSample(rows, { caption: t('newest', { count: rows.length }), time: t('time'), more: t('more') }),
  ].join('\n');
  await writePage(job, { name: page, title, body });
  return { type: type.identifier, page, points: read.points, days: read.days };
}

interface ReadType {
  readonly points: number;
  readonly days: DayCounts;
  readonly last: LastRows;
}

async function writeLines(job: PersonalJob, type: PersonalType, file: string): Promise<ReadType> {
  const { ctx, archive, source, clock } = job;
  const days = new DayCounts();
  const last = new LastRows();
  let points = 0;
  await archive.open({ name: file, type: type.identifier, source: source.identifier });
  const text = new MemberText(archive);
  for await (const block of scanPointBlocks(ctx, {
    sourceIds: [source.id as SourceId],
    typeId: type.typeId,
    range: { column: 'created', from: null, to: null },
    isWhole: false,
    signal: ctx.signal,
  })) {
    for (let row = 0; row < block.count; row += 1) {
      const atUs = block.createdAtUs[row] as number;
      const properties = block.bytes.toString('utf8', block.propertiesStart[row], block.propertiesEnd[row]);
      const at = localTime(clock, atUs);
      days.add(at.slice(0, 10));
      last.add({ at, properties });
      text.out.text(`{"time":"${new Date(atUs / 1000).toISOString()}","point":${properties}}\n`);
      text.rows += 1;
      await text.flushWhenFull();
    }
    points += block.count;
    job.counted(block.count);
  }
  await text.close();
  return { points, days, last };
}
