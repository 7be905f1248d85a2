import type { Context } from '#lib/platform/context.ts';
import { scopeOf } from '../data/scope.sql.ts';
import { selectNewlySilent, selectNewSources, type ChangedSources } from '../data/source-changes.sql.ts';
import type { SourceFilter } from '../domain/source-query.ts';
import { requireVerbSomewhere } from './require-verb-somewhere.ts';

export interface SourceChanges {
  /** First seen since. */
  readonly appeared: ChangedSources;
  /** Silent now, not then. */
  readonly fellSilent: ChangedSources;
}

/** What is different among the sources since an instant, for the overview. Errors: `permission_missing`. */
export async function listSourceChanges(
  ctx: Context,
  input: { readonly filter: SourceFilter; readonly since: Date },
): Promise<SourceChanges> {
  requireVerbSomewhere(ctx, 'sources.read');
  const scope = scopeOf(ctx, 'sources.read');
  const appeared = await selectNewSources(scope, input.filter, input.since);
  return { appeared, fellSilent: await selectNewlySilent(scope, input.filter, input.since) };
}
