import type { Context } from '#lib/platform/context.ts';
import { readPullQuery, type AskedPoints, type PullQuery } from '../domain/pull-query.ts';

/** A page as the pull API gives it; nothing pins what only a plug-in has. */
interface PageOfPlugin {
  readonly latestUs: number;
  readonly count: number;
  readonly pageIndex: number;
  readonly pageSize: number;
  readonly matches: readonly string[];
}

interface PulledQuestion extends AskedPoints {
  readonly studyId: string;
  readonly pageIndex: number;
  readonly pageSize: number;
}

/**
 * The answer of a plug-in to a pull client that asks for one type that exists only there (pdk-44); null: no plug-in has it.
 * Asked only when filters name one type and, beside times, at most one source. Errors: `input_invalid` (a lookup).
 */
export async function askPluginsForPoints(ctx: Context, question: PulledQuestion): Promise<PageOfPlugin | null> {
  const { hooks } = ctx.plugins;
  if (!hooks.has('queryPoints')) return null;
  const { filters } = readPullQuery(question);
  const type = exactly(filters, 'generator_identifier') ?? exactly(filters, 'generator');
  if (type === null) return null;
  const { studyId, pageIndex, pageSize } = question;
  const study = { organizationId: ctx.organizationId, studyId };
  const source = exactly(filters, 'source');
  const query = { study, type, source, skip: pageIndex * pageSize, limit: pageSize };
  const found = await hooks.firstOf('queryPoints', (plugin) => plugin.queryPoints?.(query));
  if (!found) return null;
  const matches = found.points.map((point) => JSON.stringify(point));
  return { latestUs: ctx.now().getTime() * 1000, count: found.count, pageIndex, pageSize, matches };
}

/** The text that a field must equal; null when the filters say nothing of the kind. */
function exactly(filters: PullQuery['filters'], field: string): string | null {
  for (const lookup of filters.flat()) {
    if (lookup.field === field && lookup.operator === 'exact' && typeof lookup.value === 'string') return lookup.value;
  }
  return null;
}
