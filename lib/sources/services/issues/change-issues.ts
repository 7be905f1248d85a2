import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { insertIssue, updateIssueRow } from '../../data/issues/issues.sql.ts';
import { scopeOf } from '../../data/scope.sql.ts';
import { describeDevice } from '../../domain/issues/describe-device.ts';
import type { CreateIssueInput, DeviceIssue, IssueChange } from '../../domain/issues/device-issue.ts';
import { getSource } from '../get-source.ts';
import { getIssue } from './list-issues.ts';

/**
 * Notes what is the matter with a device; which device it is, is taken from what the source last said of itself.
 * Errors: `not_found` (source), `permission_missing`.
 */
export async function createIssue(ctx: Context, input: CreateIssueInput): Promise<DeviceIssue> {
  const { studyId, userAgent } = await getSource(ctx, input.sourceId);
  requireVerb(ctx, 'sources.manage', { studyId });
  const id = newId();
  const device = describeDevice(userAgent);
  const reportedBy = ctx.actor.label;
  await ctx.db.transaction(async () => {
    await insertIssue(scopeOf(ctx, 'sources.manage'), { ...input, id, studyId, userAgent, device, reportedBy });
    const detail = { sourceId: input.sourceId, kinds: input.kinds };
    await writeAudit(ctx, { action: 'issue.create', subjectType: 'issue', subjectId: id, studyId, detail });
  });
  return getIssue(ctx, id);
}

/** Changes an issue: where it stands, what it is about, its texts. Errors: `not_found`, `permission_missing`. */
export async function updateIssue(
  ctx: Context,
  { id, change }: { readonly id: string; readonly change: IssueChange },
): Promise<DeviceIssue> {
  const before = await getIssue(ctx, id);
  const { studyId } = before;
  requireVerb(ctx, 'sources.manage', { studyId });
  await ctx.db.transaction(async () => {
    await updateIssueRow(scopeOf(ctx, 'sources.manage'), id, change);
    const state = { before: before.state, after: change.state ?? before.state };
    const detail = { changed: Object.keys(change), state };
    await writeAudit(ctx, { action: 'issue.update', subjectType: 'issue', subjectId: id, studyId, detail });
  });
  return getIssue(ctx, id);
}
