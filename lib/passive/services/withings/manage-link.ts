import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getSource, type Source } from '#lib/sources/index.ts';
import { deleteLink, findLinkState, makeLinkDue } from '../../data/withings/links.sql.ts';
import type { WithingsOfSource } from '../../domain/withings/link-state.ts';

/** Whether a Withings account is linked with a source, how reading it goes, and where to link one (pdk-40). Errors: `not_found`. */
export async function getWithings(
  ctx: Context,
  { sourceId, config }: { readonly sourceId: string; readonly config: Pick<Config, 'withings' | 'publicUrl'> },
): Promise<WithingsOfSource> {
  const { studyId, studyKey, identifier } = await getSource(ctx, sourceId);
  const mayManage = hasVerb(ctx.actor, 'sources.manage', { studyId });
  const link = await findLinkState(ctx, sourceId);
  const door = `${config.publicUrl}/studies/${studyKey}/data/withings/start`;
  return {
    startUrl: config.withings === null ? null : `${door}/${encodeURIComponent(identifier)}`,
    link: link && { ...link, userId: mayManage ? link.userId : null },
    mayManage,
  };
}

/**
 * Forgets the link of a source and its tokens; what was read stays. The participant can take the permission back at Withings
 * too. Errors: `not_found` (no such source, no link), `permission_missing`.
 */
export async function unlinkWithings(ctx: Context, sourceId: string): Promise<void> {
  const { studyId } = await requireManaged(ctx, sourceId);
  await ctx.db.transaction(async () => {
    if (!(await deleteLink(ctx, sourceId))) throw notLinked();
    const subject = { subjectType: 'source', subjectId: sourceId, studyId };
    await writeAudit(ctx, { action: 'withings.unlink', ...subject, detail: {} });
  });
}

/** Has the linked account read with the next run of the clock, some minutes from now. Errors as {@link unlinkWithings}. */
export async function pullWithings(ctx: Context, sourceId: string): Promise<void> {
  const { studyId } = await requireManaged(ctx, sourceId);
  await ctx.db.transaction(async () => {
    if (!(await makeLinkDue(ctx, { sourceId, at: ctx.now() }))) throw notLinked();
    const subject = { subjectType: 'source', subjectId: sourceId, studyId };
    await writeAudit(ctx, { action: 'withings.pull', ...subject, detail: {} });
  });
}

async function requireManaged(ctx: Context, sourceId: string): Promise<Source> {
  const source = await getSource(ctx, sourceId);
  requireVerb(ctx, 'sources.manage', { studyId: source.studyId });
  return source;
}

function notLinked(): Problem {
  return new Problem('not_found', { detail: 'No Withings account is linked with this source.' });
}
