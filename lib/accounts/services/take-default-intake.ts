import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { clearDefaultStudy } from '../data/studies.ts';

/**
 * Frees `/data/…` for the study that gets it in the same transaction. The address belongs to the installation, not to
 * an organization: a tenant who could take it would receive the devices of another. So only administrators may.
 */
export async function takeDefaultIntake(ctx: Context): Promise<void> {
  const { actor } = ctx;
  const mayTake = actor.kind === 'system' || (actor.kind === 'user' && actor.isAdministrator);
  if (!mayTake) {
    throw new Problem('permission_missing', {
      detail: 'The address /data/ belongs to the whole installation: only its administrator can give it to a study.',
    });
  }
  await clearDefaultStudy(ctx.db);
}
