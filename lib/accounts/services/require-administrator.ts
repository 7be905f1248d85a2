import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';

/** True for an administrator of the installation, and for the system itself. */
export function isAdministrator({ actor }: Context): boolean {
  return actor.kind === 'system' || (actor.kind === 'user' && actor.isAdministrator);
}

/** Guards what is of the whole installation. Throws `permission_missing`. */
export function requireAdministrator(ctx: Context): void {
  if (isAdministrator(ctx)) return;
  throw new Problem('permission_missing', { detail: 'Only an administrator of the installation can do this.' });
}
