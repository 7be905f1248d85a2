import { z } from 'zod';
import { getSource } from '#lib/sources/index.ts';
import { listAttachments, listSourceTypes } from '#lib/passive/index.ts';
import { locales } from '#lib/platform/i18n/locales.ts';
import { translatorFor } from '#lib/platform/i18n/translator.ts';
import { defineTaskKind, type TaskContext } from '#lib/platform/tasks/index.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { safeNamePart } from '../domain/member-names.ts';
import { DayCounts, drawBars } from '../domain/personal/day-bars.ts';
import { localTime } from '../domain/personal/local-time.ts';
import { escapeText, link, renderTable } from '../domain/personal/markup.ts';
import { Archive } from './archive.ts';
import { writePage, type PersonalJob } from './personal-job.ts';
import { saveArchive } from './save-archive.ts';
import { writeLocation } from './personal-location.ts';
import { writeTypePages, type TypeSummary } from './personal-type.ts';

const inputSchema = z.object({
  sourceId: z.guid(),
  locale: z.enum(locales),
  /** IANA zone of the days and times in it. */
  timeZone: z.string(),
});
type ReportInput = z.infer<typeof inputSchema>;

/** The Task that writes a person's own report (pdk-37). */
export const personalReport = defineTaskKind({
  kind: 'exports.personal',
  inputSchema,
  run: compileReport,
});

export interface PersonalReportResult {
  readonly points: number;
  readonly types: number;
}

async function compileReport(ctx: TaskContext, input: ReportInput): Promise<PersonalReportResult> {
  const source = await getSource(ctx, input.sourceId);
  const archive = new Archive(ctx.now());
  let done = 0;
  const job = {
    ctx,
    archive,
    source,
    clock: new ZoneClock(input.timeZone),
    locale: input.locale,
    counted(points: number) {
      done += points;
      ctx.progress(done, Math.max(source.pointCount, done));
    },
  };
  const name = `${safeNamePart(source.identifier)}.zip`;
  return saveArchive(ctx, { name, archive }, () => fillPersonalReport(job));
}

/** Writes the pages and files of a person's own report into an archive. The caller has checked the verb in its study. */
export async function fillPersonalReport(order: Omit<PersonalJob, 't' | 'nameOf'>): Promise<PersonalReportResult> {
  const job = { ...order, t: translatorFor(order.locale, 'personalReport'), nameOf: typeNamer(order) };
  const { ctx, source, clock } = job;
  const types = await listSourceTypes(ctx, source.id);
  const days = new DayCounts();
  const summaries: TypeSummary[] = [];
  for (const type of types) {
    ctx.signal.throwIfAborted();
    const summary = await writeTypePages(job, type);
    days.addAll(summary.days);
    summaries.push(summary);
    ctx.logLine('info', `${type.identifier}: ${String(summary.points)} points.`);
  }
  const hasLocation = await writeLocation(job, types);
  const hasAttachments = await writeAttachments(job);
  const points = summaries.reduce((sum, summary) => sum + summary.points, 0);
  await writeStart(job, { summaries, days, points, hasLocation, hasAttachments, timeZone: clock.zone });
  return { points, types: summaries.length };
}

/** As pages name types: the catalogue's word, else a plug-in's, else the identifier. */
function typeNamer({ ctx, locale }: Pick<PersonalJob, 'ctx' | 'locale'>): PersonalJob['nameOf'] {
  const t = translatorFor(locale, 'passive');
  return (type) => {
    const key = `types.${type}`;
    if (!type.includes('.') && t.has(key as never)) return t(key as never);
    return ctx.plugins.hooks.typeOf(type)?.label ?? type;
  };
}

interface Start {
  readonly summaries: readonly TypeSummary[];
  readonly days: DayCounts;
  readonly points: number;
  readonly hasLocation: boolean;
  readonly hasAttachments: boolean;
  readonly timeZone: string;
}

/** `index.html`: what was collected, by type and day, with links to the rest. */
async function writeStart(job: PersonalJob, start: Start): Promise<void> {
  const { t, source, ctx } = job;
  const { summaries, days, points, timeZone } = start;
  const range = days.range;
  const rows = summaries.map(({ type, page, points: count, days: ofType }) => [
    link(page, job.nameOf(type)),
    String(count),
    String(ofType.days),
    ofType.range?.[0] ?? '',
    ofType.range?.[1] ?? '',
  ]);
  const columns = [
    { header: t('type') },
    { header: t('points'), isNumber: true },
    { header: t('days'), isNumber: true },
    { header: t('first') },
    { header: t('last') },
  ];
  const body = [
    `<p>${escapeText(t('intro', { study: source.studyName, count: points, types: summaries.length }))}</p>`,
    range
      ? `<p>${escapeText(t('range', { first: range[0], last: range[1] }))}</p>`
      : `<p>${escapeText(t('nothing'))}</p>`,
    ...(range ? [`<h2>${escapeText(t('perDay'))}</h2>`, drawBars(days, t('perDay'))] : []),
    ...(rows.length > 0 ? [`<h2>${escapeText(t('byType'))}</h2>`, renderTable(t('byType'), columns, rows)] : []),
    ...(start.hasLocation
      ? [`<h2>${link('location.html', t('location'))}</h2><p>${escapeText(t('locationIntro'))}</p>`]
      : []),
    ...(start.hasAttachments ? [`<h2>${link('attachments.html', t('attachments'))}</h2>`] : []),
    `<p class="dim">${escapeText(t('madeAt', { at: ctx.now().toISOString().slice(0, 16).replace('T', ' '), zone: timeZone }))}</p>`,
  ].join('\n');
  await writePage(job, { name: 'index.html', title: t('title', { name: source.name }), body });
}

/** `attachments.html`: the files that came with points; false: there are none. */
async function writeAttachments(job: PersonalJob): Promise<boolean> {
  const { ctx, t, source } = job;
  const rows: string[][] = [];
  let cursor: string | null = null;
  do {
    const page = await listAttachments(ctx, { sourceId: source.id, cursor: cursor ?? undefined, limit: 200 });
    for (const { fileName, contentType, sizeBytes, type, createdAtUs } of page.items) {
      const at = localTime(job.clock, createdAtUs).slice(0, 10);
      rows.push([fileName, contentType, String(sizeBytes), job.nameOf(type), at].map(escapeText));
    }
    cursor = page.next;
  } while (cursor !== null && rows.length < mostAttachments);
  if (rows.length === 0) return false;
  const columns = [
    { header: t('file') },
    { header: t('kind') },
    { header: t('bytes'), isNumber: true },
    { header: t('type') },
    { header: t('day') },
  ];
  const body = `<p>${link('index.html', t('back'))}</p>${renderTable(t('attachments'), columns, rows)}`;
  await writePage(job, { name: 'attachments.html', title: t('attachments'), body });
  return true;
}

/** Files listed at most: the list is a page somebody reads. */
const mostAttachments = 10_000;
