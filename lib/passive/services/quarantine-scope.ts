import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { QuarantineScope } from '../data/quarantine-rows.sql.ts';

/**
 * The quarantine as far as the actor may decide on it: all studies, or those of `studyIds` that are theirs.
 * Throws `permission_missing` when none is.
 */
export function quarantineScope(ctx: Context, studyIds: readonly string[] | null): QuarantineScope {
  const mine: readonly string[] | null = studiesWithVerb(ctx.actor, 'passive.quarantine');
  const asked = mine === null || studyIds === null ? (studyIds ?? mine) : studyIds.filter((id) => mine.includes(id));
  if (asked?.length === 0) {
    throw new Problem('permission_missing', {
      detail: 'This needs the permission "Edit, replay and dismiss quarantined data" (passive.quarantine).',
    });
  }
  return { ctx, studyIds: asked };
}

/** The person or token that closes a row; null for the system. */
export function closerOf({ actor }: Context): string | null {
  return actor.kind === 'user' || actor.kind === 'token' ? actor.id : null;
}
