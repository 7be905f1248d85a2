import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { findConfigurationRow, listConfigurationRows } from '../data/configurations.sql.ts';
import type { Configuration } from '../domain/configuration.ts';

/** Device configurations of the studies the caller configures, or of one of them, in the order of evaluation. */
export async function listConfigurations(
  ctx: Context,
  { studyId }: { readonly studyId?: string | undefined },
): Promise<readonly Configuration[]> {
  const configured = studiesWithVerb(ctx.actor, 'passive.configure');
  const isOpen = studyId === undefined || configured === null || configured.some((id) => id === studyId);
  if (!isOpen) return [];
  return listConfigurationRows(ctx, studyId === undefined ? configured : [studyId]);
}

/** One configuration; `not_found` also for one of a study the caller does not configure. */
export async function getConfiguration(ctx: Context, id: string): Promise<Configuration> {
  const configured = studiesWithVerb(ctx.actor, 'passive.configure');
  const configuration = await findConfigurationRow(ctx, id);
  const isVisible = configuration && (configured === null || configured.some((one) => one === configuration.studyId));
  if (!isVisible) throw new Problem('not_found');
  return configuration;
}
