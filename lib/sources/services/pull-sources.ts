import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { countPulledSources, selectPulledSources, type PulledSourceRow } from '../data/pulled-sources.sql.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { readSourceQuestion } from '../domain/pulled-source.ts';

/** Most sources of one answer. */
const mostPulledSources = 1000;

export interface PullSourcesInput {
  readonly studyId: string;
  readonly filters: unknown;
  readonly excludes: unknown;
  readonly orderBy: unknown;
  /** From 0. */
  readonly pageIndex: number;
  readonly pageSize: number;
}

export interface PulledSources {
  readonly count: number;
  readonly pageIndex: number;
  readonly pageSize: number;
  readonly items: readonly PulledSourceRow[];
}

/**
 * Answers a pull client: sources of a study that are not archived and fit lookups (passive-data-kit.md, 1.15).
 * Errors: `permission_missing`, `input_invalid` (names the lookup).
 */
export async function pullSources(ctx: Context, input: PullSourcesInput): Promise<PulledSources> {
  requireVerb(ctx, 'sources.read', { studyId: input.studyId });
  const question = readSourceQuestion(input);
  const scope = scopeOf(ctx, 'sources.read');
  const pageSize = Math.min(input.pageSize, mostPulledSources);
  const skip = input.pageIndex * pageSize;
  const count = await countPulledSources(scope, input.studyId, question);
  const items =
    skip < count ? await selectPulledSources(scope, input.studyId, { question, skip, limit: pageSize }) : [];
  return { count, pageIndex: input.pageIndex, pageSize, items };
}
