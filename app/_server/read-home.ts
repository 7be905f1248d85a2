import {
  alertFilterSchema,
  countAlerts,
  countSources,
  listSourceChanges,
  listSourcePositions,
} from '#lib/sources/index.ts';
import {
  listNewTypes,
  readIntakeSeries,
  readKindHours,
  readOpenQuarantine,
  readWaitingBundles,
  sumBins,
} from '#lib/passive/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { dayMs, hourMs } from '#lib/platform/time/zone.ts';
import type { HomeData } from '#components/home/home-data.ts';
import { chooseStudy } from './chosen-study.ts';

const hoursShown = 24;

/** The manager's question at one glance, in at most eleven small queries; parts the viewer may not see are null. */
export async function readHome(ctx: Context, studyKey: string | null): Promise<HomeData> {
  const { key, studyIds } = await chooseStudy(ctx, studyKey);
  const filter = key === null ? {} : { study: key };
  const since = new Date(ctx.now().getTime() - dayMs);
  const may = (verb: Verb) => studiesWithVerb(ctx.actor, verb)?.length !== 0;
  const seesSources = may('sources.read');
  const [hours, intake, waiting, quarantined, alerts, sources, changes, newTypes, places] = await Promise.all([
    seesSources ? readStrips(ctx, studyIds) : [],
    seesSources ? readDays(ctx, studyIds) : null,
    seesSources ? readWaitingBundles(ctx, { studyIds, verb: 'sources.read' }) : null,
    may('passive.quarantine') ? readOpenQuarantine(ctx, { studyIds }) : null,
    seesSources ? countAlerts(ctx, alertFilterSchema.parse(filter)) : null,
    seesSources ? countSources(ctx, filter) : null,
    seesSources ? listSourceChanges(ctx, { filter, since }) : null,
    seesSources ? listNewTypes(ctx, { studyIds, since }) : [],
    may('passive.read') ? listSourcePositions(ctx, { filter, since }) : null,
  ]);
  return {
    strips: hours,
    intake,
    waiting: waiting && { ...waiting, oldestAt: waiting.oldestAt?.toISOString() ?? null },
    quarantined,
    alerts: alerts && { waiting: alerts.waiting, critical: alerts.critical, all: alerts.all },
    sources,
    changes: changes && { ...changes, newTypes },
    places: places && {
      isTruncated: places.isTruncated,
      items: places.items.map(({ id, name, kind, position, at }) => ({
        id,
        name,
        kind,
        position,
        at: at.toISOString(),
      })),
    },
  };
}

/** Points per kind of source and hour, by the devices' clocks. */
async function readStrips(ctx: Context, studyIds: readonly string[] | null): Promise<HomeData['strips']> {
  const toMs = (Math.floor(ctx.now().getTime() / hourMs) + 1) * hourMs;
  const fromMs = toMs - hoursShown * hourMs;
  const rows = await readKindHours(ctx, { studyIds, from: new Date(fromMs), to: new Date(toMs) });
  const kinds = [...new Set(rows.map(({ kind }) => kind))].sort();
  return kinds.map((kind) => {
    const counts = new Map(rows.filter((row) => row.kind === kind).map(({ atMs, count }) => [atMs, count]));
    return {
      kind,
      bins: Array.from({ length: hoursShown }, (_, hour) => {
        const atMs = fromMs + hour * hourMs;
        return { atMs, count: counts.get(atMs) ?? 0 };
      }),
    };
  });
}

/** The last 24 hours beside the 24 before them. */
async function readDays(ctx: Context, studyIds: readonly string[] | null): Promise<HomeData['intake']> {
  const { bins } = await readIntakeSeries(ctx, { studyIds, step: 'hour', count: 2 * hoursShown, verb: 'sources.read' });
  const [before, last] = [sumBins(bins.slice(0, hoursShown)), sumBins(bins.slice(hoursShown))];
  const pick = ({ bundlesReceived, pointsAdded, pointsQuarantined }: typeof last) => ({
    bundlesReceived,
    pointsAdded,
    pointsQuarantined,
  });
  return { last: pick(last), before: pick(before) };
}
