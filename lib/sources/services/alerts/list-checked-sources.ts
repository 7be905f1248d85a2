import type { Context } from '#lib/platform/context.ts';
import { selectCheckedSources } from '../../data/alerts/checked-sources.sql.ts';
import type { CheckedSource } from '../../domain/alerts/checked-source.ts';

export type { CheckedSource } from '../../domain/alerts/checked-source.ts';

export interface ListCheckedSourcesInput {
  readonly studyId: string;
  /** Id of the last source seen; null: from the beginning. */
  readonly after: string | null;
  readonly limit: number;
  /** One source alone. */
  readonly sourceId?: string | undefined;
}

/**
 * Sources of a study whose alerts are on, by id, with what the running totals know of them: what checks look at. For
 * wings that check; asks for no verb.
 */
export function listCheckedSources(ctx: Context, input: ListCheckedSourcesInput): Promise<CheckedSource[]> {
  return selectCheckedSources({ db: ctx.db, organizationId: ctx.organizationId }, input);
}
