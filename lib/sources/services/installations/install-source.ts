import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  insertInstallation,
  lockInstallation,
  selectRunning,
  updateInstallation,
} from '../../data/installations.sql.ts';
import { type Installation, type InstallSourceInput, installSourceSchema } from '../../domain/installation.ts';
import { getSource } from '../get-source.ts';
import { overlapAsProblem, requireOrderedTimes } from './overlap-as-problem.ts';

/**
 * Puts a source at a place for a time. The caller has seen to it that the place is one the actor may use. With
 * `endsRunning` the installation that runs when this one begins ends there, in the same step ("install now").
 * `legacyId` is given for what is brought in from another system.
 * Errors: `not_found` (source), `permission_missing` (`sources.manage`), `input_invalid` (end before beginning),
 * `state_conflict` (it is elsewhere in part of that time).
 */
export async function installSource(ctx: Context, input: InstallSourceInput, legacyId?: number): Promise<Installation> {
  const { endsRunning, ...wanted } = installSourceSchema.parse(input);
  const source = await getSource(ctx, wanted.sourceId);
  requireVerb(ctx, 'sources.manage', { studyId: source.studyId });
  requireOrderedTimes(wanted);
  const id = newId();
  return ctx.db.transaction(async () => {
    const ended = endsRunning ? await endRunning(ctx, wanted) : null;
    await overlapAsProblem(() => insertInstallation(ctx, { ...wanted, id, legacyId }));
    const detail = { ...wanted, ended: ended?.id ?? null };
    const subject = { subjectType: 'installation', subjectId: id, studyId: source.studyId };
    await writeAudit(ctx, { action: 'installation.create', ...subject, detail });
    const made = await lockInstallation(ctx, id);
    if (!made) throw new Problem('internal', { detail: 'A new installation cannot be read back.' });
    return made;
  });
}

/** Ends what runs at the beginning of the new installation, or takes it back when it began at the same instant. */
async function endRunning(
  ctx: Context,
  { sourceId, fromAt }: { readonly sourceId: string; readonly fromAt: Date },
): Promise<Installation | null> {
  const running = await selectRunning(ctx, sourceId, fromAt);
  if (!running || running.fromAt.getTime() === fromAt.getTime()) return null;
  await updateInstallation(ctx, { ...running, toAt: fromAt });
  return running;
}
