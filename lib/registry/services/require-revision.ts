import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectChanges } from '../data/changes.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { StoredUnit } from '../data/unit.sql.ts';

/** Changes named when an edit comes too late. */
const mostNamed = 20;

/**
 * Guards an edit of what somebody read: throws `changed_meanwhile`, saying who changed what since, when the unit is no
 * longer at that revision. Undefined: the caller's dialect knows no revisions, and the last one to write is right.
 */
export async function requireRevision(ctx: Context, unit: StoredUnit, revision: number | undefined): Promise<void> {
  if (revision === undefined || revision === unit.revision) return;
  const since = Math.max(0, Math.min(unit.revision - revision, mostNamed));
  const changes = since === 0 ? [] : await selectChanges(registryScope(ctx), { unitId: unit.id, limit: since });
  const told = changes.map(({ actorLabel, changedAt, before, after }) => {
    const members = Object.keys(after ?? before ?? {});
    return {
      members,
      actorLabel,
      sentence: `${actorLabel} changed ${members.join(', ')} at ${changedAt.toISOString()}.`,
    };
  });
  throw new Problem('changed_meanwhile', {
    detail: [
      `You read revision ${String(revision)}; it is ${String(unit.revision)} now.`,
      ...told.map(({ sentence }) => sentence),
    ].join(' '),
    errors: told.flatMap(({ members, actorLabel, sentence }) =>
      members.map((field) => ({ field, code: 'changed_meanwhile', message: sentence, value: actorLabel })),
    ),
  });
}
