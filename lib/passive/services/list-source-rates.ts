import type { Context } from '#lib/platform/context.ts';
import { ShortCaches } from '#lib/platform/cache/short-cache.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { selectKindHours, selectRates } from '../data/views.sql.ts';

const hourMs = 3_600_000;

/** Hours of a sparkline: two days show the daily rhythm and its break. */
export const rateHours = 48;

/** Points per hour, oldest first, {@link rateHours} long; the last hour is the one that is running. */
export type SourceRate = readonly number[];

/**
 * The sparklines of a page of sources in one query, by source id; sources without points are all zeros.
 * The caller has taken the ids from `listSources`: what it may not see cannot be among them.
 */
export async function listSourceRates(
  ctx: Context,
  sourceIds: readonly string[],
): Promise<ReadonlyMap<string, SourceRate>> {
  const lastHourMs = Math.floor(ctx.now().getTime() / hourMs) * hourMs;
  const fromMs = lastHourMs - (rateHours - 1) * hourMs;
  const rates = new Map(sourceIds.map((id) => [id, new Array<number>(rateHours).fill(0)]));
  if (sourceIds.length === 0) return rates;
  for (const { sourceId, atMs, count } of await selectRates(ctx, { sourceIds, from: new Date(fromMs) })) {
    const index = (atMs - fromMs) / hourMs;
    const rate = rates.get(sourceId);
    if (rate && index < rateHours) rate[index] = count;
  }
  return rates;
}

interface KindHour {
  readonly kind: string;
  readonly atMs: number;
  readonly count: number;
}

/** Strips of a day change little in half a minute, and many people look at Home. */
const kindHours = new ShortCaches<KindHour[]>(30_000);

/**
 * Points per hour of device time and kind of source in a window, for the strips on Home; archived sources apart.
 * Up to half a minute old.
 */
export async function readKindHours(
  ctx: Context,
  input: { readonly studyIds: readonly string[] | null; readonly from: Date; readonly to: Date },
): Promise<KindHour[]> {
  const mine: readonly string[] | null = studiesWithVerb(ctx.actor, 'sources.read');
  const asked = input.studyIds;
  const studyIds = mine === null || asked === null ? (asked ?? mine) : asked.filter((id) => mine.includes(id));
  const key = JSON.stringify([ctx.organizationId, studyIds, input.from, input.to]);
  return kindHours.of(ctx.db).get(key, () => selectKindHours(ctx, { ...input, studyIds }));
}
