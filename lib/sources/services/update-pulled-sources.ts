import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { insertGroup } from '../data/groups.sql.ts';
import { selectGroupNamed, selectPulledSourceIds, updatePulledSources } from '../data/pulled-sources.sql.ts';
import { scopeOf, type SourceScope } from '../data/scope.sql.ts';
import { readSourceQuestion, readSourceUpdates, type SourceUpdate } from '../domain/pulled-source.ts';
import { recordBulkChange } from './record-bulk-change.ts';

/** Most sources one call may change. */
const mostUpdated = 10_000;

export interface UpdatePulledSourcesInput {
  readonly studyId: string;
  readonly filters: unknown;
  readonly excludes: unknown;
  readonly updates: unknown;
}

/**
 * Changes the sources that fit lookups, update after update; gives the number of sources the last one was for, as the old
 * server did (passive-data-kit.md, 1.15). A group is made when the study has none of the name. Sources are found once,
 * before the first change. Errors: `permission_missing`, `input_invalid` (nothing asked, unknown lookup or member, too many).
 */
export async function updatePulledSourcesOf(ctx: Context, input: UpdatePulledSourcesInput): Promise<number> {
  const { studyId } = input;
  requireVerb(ctx, 'sources.manage', { studyId });
  const question = readSourceQuestion({ ...input, orderBy: [] });
  const updates = readSourceUpdates(input.updates);
  if (question.filters.length === 0 && question.excludes.length === 0) {
    throw new Problem('input_invalid', { detail: 'Say which sources: "filters" and "excludes" are both empty.' });
  }
  const scope = scopeOf(ctx, 'sources.manage');
  return ctx.db.transaction(async () => {
    const ids = await selectPulledSourceIds(scope, studyId, { question, limit: mostUpdated + 1 });
    if (ids.length > mostUpdated) {
      throw new Problem('input_invalid', { detail: `One call may change ${mostUpdated} sources. Narrow the filters.` });
    }
    let count = 0;
    for (const update of updates) count = await change(ctx, scope, { studyId, ids, update });
    return count;
  });
}

interface Change {
  readonly studyId: string;
  readonly ids: readonly string[];
  readonly update: SourceUpdate;
}

async function change(ctx: Context, scope: SourceScope, { studyId, ids, update }: Change): Promise<number> {
  if (ids.length === 0) return 0;
  const { group, name, suppress_alerts: suppressAlerts } = update;
  const changed = await updatePulledSources(scope, ids, {
    ...(group === undefined
      ? {}
      : { groupId: group === null ? null : await groupNamed(ctx, scope, { studyId, name: group }) }),
    ...(name === undefined ? {} : { name }),
    ...(suppressAlerts === undefined ? {} : { suppressAlerts }),
  });
  const { changed: count } = await recordBulkChange(ctx, { action: 'source.update', changed, detail: update });
  return count;
}

async function groupNamed(
  ctx: Context,
  scope: SourceScope,
  { studyId, name }: { readonly studyId: string; readonly name: string },
): Promise<string | null> {
  const known = await selectGroupNamed(scope, studyId, name);
  if (known !== null) return known;
  const id = newId();
  // Somebody else may have made it between the two statements: theirs is taken.
  if (!(await insertGroup(scope, { id, studyId, name }))) return selectGroupNamed(scope, studyId, name);
  await writeAudit(ctx, { action: 'group.create', subjectType: 'group', subjectId: id, studyId, detail: { name } });
  return id;
}
