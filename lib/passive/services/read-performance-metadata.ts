import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findMeasuredSource, selectTypePerformance } from '../data/performance.sql.ts';
import { generatorLabel } from '../domain/generator-labels.ts';
import { metadataWindowDays, performanceMetadataOf, type PerformanceMetadata } from '../domain/performance-metadata.ts';
import { requireReadableSource } from './require-readable-source.ts';

const dayMs = 86_400_000;

export interface NamedInStudy {
  readonly studyId: string;
  /** What the source calls itself. */
  readonly identifier: string;
}

/**
 * Performance metadata of a source (Passive Data Kit, section 5.3): the last 60 days of device time, from counters.
 * Throws `permission_missing`, `not_found`.
 */
export async function readPerformanceMetadata(ctx: Context, named: NamedInStudy): Promise<PerformanceMetadata> {
  requireVerb(ctx, 'passive.read', { studyId: named.studyId });
  const source = await findMeasuredSource(ctx, named);
  if (!source) throw new Problem('not_found');
  const since = new Date(ctx.now().getTime() - metadataWindowDays * dayMs);
  const types = await selectTypePerformance(ctx, { sourceId: source.id, since });
  const labelOf = (type: string) => ctx.plugins.hooks.typeOf(type)?.label ?? generatorLabel(type);
  return performanceMetadataOf({ source: source.identifier, userAgent: source.userAgent, types, labelOf });
}

/** The same by the source's id. */
export async function readPerformanceOfSource(ctx: Context, sourceId: string): Promise<PerformanceMetadata> {
  const { studyId, identifier } = await requireReadableSource(ctx, sourceId);
  return readPerformanceMetadata(ctx, { studyId, identifier });
}
