import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectEnvelopes } from '../data/export-points.sql.ts';
import { limitStatements } from '../data/pull-points.sql.ts';
import type { PullScope } from '../data/pull-pairs.sql.ts';
import { readPullQuery, recordedBound, type AskedPoints } from '../domain/pull-query.ts';
import { renderPulledPoint } from '../domain/render-point.ts';
import { askPluginsForPoints } from './ask-plugins-for-points.ts';
import { openWalk, type WalkRequest } from './pull-walk.ts';
import { readPullPage, type PointOfPair } from './read-pull-page.ts';

/** Most points of one answer; who asks for more is told how many came. */
const mostPulledPoints = 5000;
/** Longest a question may take, ms: the published client waits ten minutes. */
const patienceMs = 5 * 60_000;

export interface PullPointsInput extends AskedPoints {
  readonly studyId: string;
  /** From 0. */
  readonly pageIndex: number;
  readonly pageSize: number;
  /** The pin that an earlier answer gave, microseconds since 1970; null: everything there is now. */
  readonly latestUs: number | null;
}

/** A page of points. */
export interface PulledPage {
  /** Hand it back and later pages stay as they are, whatever arrives meanwhile. */
  readonly latestUs: number;
  readonly count: number;
  readonly pageIndex: number;
  readonly pageSize: number;
  /** JSON text of each point, with the server's times in its metadata. */
  readonly matches: readonly string[];
}

/**
 * Answers a pull client (pdk-27; passive-data-kit.md, 1.15): points of a study that fit lookups, counted, page by page. The
 * pin is the moment up to which bundles count. Names that nothing has match nothing and create nothing.
 * Errors: `permission_missing`, `input_invalid` (names the lookup; takes too long). Cost: a page of an unsorted or
 * time-ordered walk reads about its own size; counts come from running totals unless points themselves are asked about.
 */
export async function pullPoints(ctx: Context, input: PullPointsInput): Promise<PulledPage> {
  requireVerb(ctx, 'passive.read', { studyId: input.studyId });
  const virtual = await askPluginsForPoints(ctx, input);
  if (virtual) return virtual;
  const query = readPullQuery(input);
  const nowUs = ctx.now().getTime() * 1000;
  const bound = recordedBound(query);
  const boundUs = bound === null ? nowUs : Math.min(nowUs, Math.ceil(Date.parse(bound) + 1) * 1000);
  const pinUs = Math.min(input.latestUs ?? boundUs, nowUs);
  const request: WalkRequest = { query, pinUs, isPinned: input.latestUs !== null };
  const scope: PullScope = { db: ctx.db, organizationId: ctx.organizationId, studyId: input.studyId };
  const pageSize = Math.min(input.pageSize, mostPulledPoints);
  return withPatience(scope, async () => {
    const walk = await openWalk(scope, request);
    const points = await readPullPage(scope, { request, walk, from: input.pageIndex * pageSize, size: pageSize });
    return {
      latestUs: pinUs,
      count: walk.total,
      pageIndex: input.pageIndex,
      pageSize,
      matches: await render(ctx, points),
    };
  });
}

async function withPatience<T>(scope: PullScope, work: () => Promise<T>): Promise<T> {
  try {
    return await scope.db.transaction(async () => {
      await limitStatements(scope, patienceMs);
      return work();
    });
  } catch (error) {
    if ((error as { code?: unknown }).code !== '57014') throw error;
    throw new Problem('input_invalid', {
      detail:
        'This question takes too long. Narrow it by source, generator_identifier or created, or order by created.',
      cause: error,
    });
  }
}

async function render(ctx: Context, points: readonly PointOfPair[]): Promise<string[]> {
  const ids = [...new Set(points.map(({ envelopeId }) => envelopeId))];
  const envelopes = new Map((await selectEnvelopes(ctx, ids)).map((envelope) => [envelope.id, envelope]));
  return points.map(({ of, lon, lat, ...point }) => {
    const envelope = envelopes.get(point.envelopeId);
    if (!envelope) throw new TypeError('a point without its envelope');
    const position = lon === null || lat === null ? null : ([lon, lat] as const);
    return renderPulledPoint({ ...point, source: of.source, position, envelope });
  });
}
