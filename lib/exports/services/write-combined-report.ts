import { z } from 'zod';
import { describeExternalEvent } from '#lib/donations/index.ts';
import { getTypeIds, listTypeTotals, readPoints, type PointFilter, type PointRow } from '#lib/passive/index.ts';
import {
  externalEngagement,
  externalEvents,
  isEngagement,
  serviceOfEngagement,
  type CombinedReport,
} from '../domain/reports/combined-report.ts';
import { fileExtensions, type FileFormat, type TableEncoder } from '../domain/table-encoder.ts';
import type { ExportJob } from './export-job.ts';
import { mergeByTime } from './merge-by-time.ts';
import { TableWriter } from './table-writer.ts';

const usPerSecond = 1_000_000;

/**
 * Writes a report over points of many types: one file, source after source, each by created time. PDK's left out all
 * events of one instant but the first; here each has its row.
 */
export async function writeCombinedReport(job: ExportJob, report: CombinedReport, format: FileFormat): Promise<void> {
  const typeIds = await typesOf(job, report);
  const writer = new TableWriter(job.archive, report.columns, format);
  const name = job.archive.names.claim(report.type, (text) => `${text}.${fileExtensions[format]}`);
  await writer.open({ name, type: report.type, source: null });
  for (const { id, identifier } of job.sources) {
    const lists = typeIds.map((typeId) =>
      readPoints(job.ctx, { ...rangeOf(job), sourceIds: [id], typeIds: [typeId] }, job.ctx.signal),
    );
    for await (const points of sameInstant(mergeByTime(lists))) {
      writer.wrote(writeInstant(writer.encoder, { job, report, identifier, points }));
      job.counted(points.length);
      if (writer.isFull) await writer.flush();
    }
  }
  await writer.close();
}

/** Ids of the types it needs: those it is about, and for events what tells how much somebody took part. */
async function typesOf(job: ExportJob, report: CombinedReport): Promise<number[]> {
  const totals = await listTypeTotals(job.ctx, { studyId: job.studyId, named: null });
  const wanted = totals
    .map(({ type }) => type)
    .filter((type) => report.isAbout(type) || (report === externalEvents && isEngagement(type)));
  const ids = await getTypeIds(job.ctx, wanted);
  return wanted.sort().flatMap((type) => ids.get(type) ?? []);
}

function rangeOf({ range: { column, from, to } }: ExportJob): Omit<PointFilter, 'sourceIds'> {
  return column === 'created' ? { createdFrom: from, createdTo: to } : { recordedFrom: from, recordedTo: to };
}

/** Points that follow each other at the same instant, together. */
async function* sameInstant(rows: AsyncIterable<PointRow>): AsyncGenerator<PointRow[]> {
  let points: PointRow[] = [];
  for await (const row of rows) {
    if (points.length > 0 && points[0]?.createdAtUs !== row.createdAtUs) {
      yield points;
      points = [];
    }
    points.push(row);
  }
  if (points.length > 0) yield points;
}

interface Instant {
  readonly job: ExportJob;
  readonly report: CombinedReport;
  readonly identifier: string;
  readonly points: readonly PointRow[];
}

/** Writes the rows of an instant; gives their number. */
function writeInstant(out: TableEncoder, { job, report, identifier, points }: Instant): number {
  const about = points.filter(({ type }) => report.isAbout(type));
  const engagements = points.filter(({ type }) => isEngagement(type)).map(readEngagement);
  for (const point of about) {
    out.startRow(point.position?.[0] ?? NaN, point.position?.[1] ?? NaN);
    out.text(identifier);
    writeTime(out, point.createdAtUs, job);
    if (report === externalEngagement) writeEngagement(out, readEngagement(point));
    else {
      writeTime(out, point.recordedAtUs, job);
      writeEvent(out, point, engagements);
    }
    out.endRow();
  }
  return about.length;
}

function writeTime(out: TableEncoder, atUs: number, { clock }: ExportJob): void {
  const unixSeconds = Math.floor(atUs / usPerSecond);
  const [date = '', time = ''] = new Date((unixSeconds + clock.offsetSeconds(unixSeconds)) * 1000)
    .toISOString()
    .split(/[T.]/);
  out.text(date);
  out.text(time);
  out.text(clock.zone);
  out.number(unixSeconds);
}

const engagementSchema = z.object({
  type: z.string().catch(''),
  event: z.string().optional().catch(undefined),
  outgoing_engagement: z.number().optional().catch(undefined),
  incoming_engagement: z.number().optional().catch(undefined),
});

interface Engagement extends z.infer<typeof engagementSchema> {
  readonly service: string;
}

function readEngagement({ type, properties }: PointRow): Engagement {
  return { ...engagementSchema.parse(JSON.parse(properties)), service: serviceOfEngagement(type) };
}

function writeEngagement(out: TableEncoder, engagement: Engagement): void {
  out.text(engagement.service);
  out.text(engagement.type.toLowerCase());
  out.number(engagement.outgoing_engagement ?? NaN);
  out.number(engagement.incoming_engagement ?? NaN);
}

function writeEvent(out: TableEncoder, { type }: PointRow, engagements: readonly Engagement[]): void {
  const { service, slug, event, label, mediaType } = describeExternalEvent(type);
  out.text(service);
  out.text(label);
  out.text(mediaType);
  // Of several at one instant, the one that names the event.
  const ofService = engagements.filter((one) => one.service === slug);
  const engagement = ofService.find((one) => one.event === event) ?? ofService[0];
  out.number(engagement?.outgoing_engagement ?? NaN);
  out.number(engagement?.incoming_engagement ?? NaN);
}
