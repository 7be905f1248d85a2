import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import type { ChangedSource } from '../data/bulk-changes.sql.ts';
import { maxSelectedIds, type BulkOutcome } from '../domain/source-query.ts';

interface BulkChange {
  readonly action: string;
  readonly changed: readonly ChangedSource[];
  readonly detail?: object;
}

/**
 * Writes one audit row per study for an act on many sources, and says what it did.
 * Call it inside the transaction of the act. Of more than {@link maxSelectedIds} sources only the number is kept.
 */
export async function recordBulkChange(
  ctx: Context,
  { action, changed, detail = {} }: BulkChange,
): Promise<BulkOutcome> {
  for (const [studyId, sources] of Map.groupBy(changed, (source) => source.studyId)) {
    const ids = sources.length > maxSelectedIds ? undefined : sources.map((source) => source.id);
    const subjectId = sources.length === 1 ? sources[0]?.id : undefined;
    await writeAudit(ctx, {
      action,
      subjectType: 'source',
      ...(subjectId === undefined ? {} : { subjectId }),
      studyId,
      detail: { ...detail, count: sources.length, ...(ids ? { ids } : {}) },
    });
  }
  return {
    changed: changed.length,
    ids: changed.length > maxSelectedIds ? null : changed.map((source) => source.id),
  };
}
