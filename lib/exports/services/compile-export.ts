import { startDeliveries } from './plan-deliveries.ts';
import type { StudyId, SourceId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import { defineTaskKind, type TaskContext } from '#lib/platform/tasks/index.ts';
import { ZoneClock } from '#lib/platform/time/zone-clock.ts';
import { getTypeIds, listColdMonths, listNamedSources, type ColdMonth } from '#lib/passive/index.ts';
import { exportPartSchema, type ExportPart, type ExportProblem, type ExportReport } from '../domain/export-order.ts';
import { archiveName, downloadName, manifestName, type ArchiveNaming } from '../domain/member-names.ts';
import { Archive } from './archive.ts';
import type { ExportedType, ExportJob } from './export-job.ts';
import { mailReport } from './mail-report.ts';
import { formsOfType, planForms, writeForm, type PlannedForm } from './plan-forms.ts';
import { rangeOf } from './range-of-days.ts';

/** The kind of Task that makes archives; its rows are the history of exports. */
export const compileExport = defineTaskKind({
  kind: 'exports.compile',
  inputSchema: exportPartSchema,
  run: compilePart,
  async afterSuccess(ctx, part, report) {
    await startDeliveries(ctx, ctx.task.id);
    await mailReport(ctx, part, report);
  },
});

async function compilePart(ctx: TaskContext, part: ExportPart): Promise<ExportReport> {
  const archive = new Archive(ctx.now());
  const naming = namingOf(part);
  const saved = ctx.saveResult(downloadName(naming), archive.zip.output, { isKeptOnFailure: true });
  // eslint-disable-next-line cairn/no-silent-catch -- waited for below; without this an early failure counts as nobody's
  saved.catch(() => undefined);
  // A store that takes nothing more would hold the run for ever: a stop ends the archive, and with it all that waits.
  const onAbort = () => {
    archive.zip.destroy(ctx.signal.reason as Error);
  };
  ctx.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const report = await fillArchive(ctx, part, archive);
    const coldMonths = await coldMonthsOf(ctx, part);
    await writeManifest(ctx, { part, naming, archive, report, coldMonths });
    await archive.zip.finish();
    await saved;
    if (report.problems.length > 0) throw incomplete(report.problems);
    return report;
  } catch (error) {
    archive.zip.destroy(error as Error);
    // eslint-disable-next-line cairn/no-silent-catch -- it ends with the error that is thrown next
    await saved.catch(() => undefined);
    throw error;
  } finally {
    ctx.signal.removeEventListener('abort', onAbort);
  }
}

async function fillArchive(ctx: TaskContext, part: ExportPart, archive: Archive): Promise<ExportReport> {
  const sources = await listNamedSources(ctx, part.sourceIds as SourceId[]);
  const typeIds = await getTypeIds(ctx, part.types);
  const forms = planForms(part.order);
  const total = Math.max(part.estimatedPoints * forms.length, 1);
  let points = 0;
  let current = '';
  const job: ExportJob = {
    ctx,
    archive,
    studyId: part.studyId as StudyId,
    sources,
    range: rangeOf(part.order),
    clock: new ZoneClock(part.order.timeZone),
    locale: part.order.locale,
    hasLegacyReports: part.hasLegacyReports,
    hasTables: part.order.formats.includes('tables'),
    counted(count) {
      points += count;
      ctx.progress(points, Math.max(total, points), current);
    },
  };
  if (sources.length < part.sourceIds.length) {
    const missing = String(part.sourceIds.length - sources.length);
    ctx.logLine('warning', `${missing} of the sources ordered are not there any more; they are left out.`);
  }
  ctx.progress(0, total);
  const problems: ExportProblem[] = [];
  // A point in two forms is still one point; the progress counts the work.
  let exported = 0;
  for (const type of part.types) {
    current = type;
    let most = 0;
    for (const form of formsOfType(type, forms)) {
      ctx.signal.throwIfAborted();
      const before = points;
      const problem = await writeType(job, { type, typeId: typeIds.get(type) ?? null }, form);
      most = Math.max(most, points - before);
      if (problem) problems.push(problem);
      else ctx.logLine('info', `${type}, ${nameOf(form)}: ${String(points - before)} points.`);
    }
    exported += most;
  }
  const { orderId, part: index, parts } = part;
  return {
    orderId,
    part: index,
    parts,
    points: exported,
    members: archive.members.length,
    sources: sources.length,
    problems,
  };
}

/** Writes one type in one form. A type that fails is named, and the others go on; a passing trouble ends the run. */
async function writeType(job: ExportJob, type: ExportedType, form: PlannedForm): Promise<ExportProblem | null> {
  try {
    await writeForm(job, type, form);
    return null;
  } catch (error) {
    const problem = toProblem(error);
    // Anything else than the rows of this type (a lost database, a full disk, a stop) concerns all of them.
    if (job.ctx.signal.aborted || job.archive.zip.hasFailed || problem.code !== 'internal') throw error;
    job.ctx.log.error(
      { err: problem.cause ?? problem, taskId: job.ctx.task.id, type: type.type },
      'a type was not exported',
    );
    await job.archive.abandon();
    const detail = problem.message;
    job.ctx.logLine('error', `${type.type}, ${nameOf(form)}: not written in full. ${detail}`);
    return { type: type.type, ...form, detail };
  }
}

function nameOf({ format, fileFormat }: PlannedForm): string {
  return fileFormat === null ? format : `${format} as ${fileFormat}`;
}

function incomplete(problems: readonly ExportProblem[]): Problem {
  const types = [...new Set(problems.map((problem) => problem.type))].join(', ');
  return new Problem('export_incomplete', {
    detail: `The archive lacks points of: ${types}. What could be written can be downloaded; its ${manifestName} says what is missing.`,
  });
}

/** How the archive of a part is called. */
export function namingOf({
  orderId,
  part,
  parts,
  order: { prefix, suffix, from },
  orderedOn,
}: ExportPart): ArchiveNaming {
  const word = orderId.slice(-8);
  return { job: parts > 1 ? `${word}-${String(part)}` : word, prefix, suffix, from, orderedOn };
}

/** Months of the order whose points are in the database no more; whoever asked for the archive is told. */
async function coldMonthsOf(ctx: TaskContext, { order }: ExportPart): Promise<ColdMonth[]> {
  // The device's time decides in which month a point lies; by the time of receipt any month may be meant.
  const { column, from, to } = rangeOf(order);
  const isMeant = ({ month }: ColdMonth) =>
    column === 'recorded' ||
    ((to === null || new Date(`${month}-01T00:00:00Z`) < to) &&
      (from === null || from.toISOString().slice(0, 7) <= month));
  const cold = (await listColdMonths(ctx)).filter(isMeant);
  for (const { month, points, path } of cold) {
    ctx.logLine(
      'warning',
      `${String(points)} points of ${month} are not in the archive: they left the database as ${path}.`,
    );
  }
  return cold;
}

interface ManifestInput {
  readonly part: ExportPart;
  readonly naming: ArchiveNaming;
  readonly archive: Archive;
  readonly report: ExportReport;
  readonly coldMonths: readonly ColdMonth[];
}

async function writeManifest(
  ctx: TaskContext,
  { part, naming, archive, report, coldMonths }: ManifestInput,
): Promise<void> {
  const { dateKind, from, to, timeZone, formats, fileFormats } = part.order;
  const manifest = {
    madeBy: 'Cairn',
    archive: archiveName(naming),
    madeAt: ctx.now().toISOString(),
    study: part.studyId as StudyId,
    order: { id: part.orderId, part: part.part, parts: part.parts, dateKind, from, to, timeZone, formats, fileFormats },
    legacyReports: part.hasLegacyReports,
    types: part.types,
    sources: report.sources,
    points: report.points,
    problems: report.problems,
    /** Points of these months, of all sources of the organization, are in files outside. */
    coldMonths: coldMonths.map(({ month, path, points, sha256 }) => ({ month, path, points, sha256 })),
    files: archive.members,
  };
  await archive.zip.open(manifestName);
  await archive.zip.write(Buffer.from(JSON.stringify(manifest, null, 2)));
  await archive.zip.close();
}
