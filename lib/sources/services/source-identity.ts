import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  insertAliases,
  insertSourceLike,
  selectAliases,
  selectSourceIdentity,
  type SourceIdentity,
} from '../data/aliases.sql.ts';

export type { SourceIdentity } from '../data/aliases.sql.ts';

/** A source with all its names; null when there is none. The caller has checked the verb, or works for the system. */
export function findSourceIdentity(ctx: Context, sourceId: string): Promise<SourceIdentity | null> {
  return selectSourceIdentity(ctx, sourceId);
}

/** Present identifiers of merged sources of a study, by what devices may still call them. For processing. */
export async function readAliases(ctx: Context, studyId: string): Promise<ReadonlyMap<string, string>> {
  return new Map((await selectAliases(ctx, studyId)).map(({ alias, identifier }) => [alias, identifier]));
}

/** Lets what devices send under a source's names arrive in another. Safe to repeat; the caller has checked the verb. */
export async function addAliases(
  ctx: Context,
  input: { readonly source: SourceIdentity; readonly intoId: string },
): Promise<void> {
  await ctx.db.transaction(() => insertAliases(ctx, input));
}

/** Adds the source that a part of another goes into, of its kind and group; gives its id. Throws `already_exists`. */
export async function addSplitSource(
  ctx: Context,
  { source, identifier }: { readonly source: SourceIdentity; readonly identifier: string },
): Promise<string> {
  const id = newId();
  if (await insertSourceLike(ctx, { id, like: source.id, identifier, at: ctx.now() })) return id;
  const detail = 'A source of the study has this identifier, or had it before it was merged.';
  throw new Problem('already_exists', { detail, fields: { newIdentifier: detail } });
}
