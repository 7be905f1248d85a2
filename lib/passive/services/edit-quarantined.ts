import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectWhole, updateEdited } from '../data/quarantine-rows.sql.ts';
import { withoutNul } from '../domain/clean-text.ts';
import { BundleReader } from '../domain/read-bundle.ts';
import { maxFindingCharacters, type QuarantineReason } from '../domain/reasons.ts';
import { quarantineScope } from './quarantine-scope.ts';

export const editQuarantinedSchema = z.object({
  id: z.uuid(),
  /** JSON of a point, or of a list of points; null gives the text as sent back. */
  content: z.string().max(maxFindingCharacters, 'This is longer than a point can be.').nullable(),
});
export type EditQuarantinedInput = z.infer<typeof editQuarantinedSchema>;

/** What reading the text would come to. */
export type ReadingCheck =
  | { readonly isReadable: true; readonly points: number }
  | { readonly isReadable: false; readonly reason: QuarantineReason; readonly detail: string };

/**
 * Keeps what a person made of a quarantined point, and tells whether it would be understood. The text as sent is kept
 * beside it. Errors: `not_found`, `state_conflict` (replayed or dismissed meanwhile, or a whole bundle).
 */
export async function editQuarantined(ctx: Context, input: EditQuarantinedInput): Promise<ReadingCheck> {
  const scope = quarantineScope(ctx, null);
  const row = await selectWhole(scope, input.id);
  if (!row) throw new Problem('not_found');
  const content = input.content === null ? null : withoutNul(input.content).toWellFormed();
  await ctx.db.transaction(async () => {
    if (!(await updateEdited(scope, input.id, content))) throw new Problem('state_conflict');
    await writeAudit(ctx, {
      action: 'quarantine.edit',
      subjectType: 'quarantined_point',
      subjectId: row.id,
      studyId: row.studyId,
      detail: { bundleId: row.bundleId, position: row.position, reverted: content === null },
    });
  });
  return checkReading(ctx, content ?? row.content ?? '');
}

/** What reading a text as points would come to, without storing anything. */
export function checkReading(ctx: Context, content: string): ReadingCheck {
  const facts = { isEncrypted: false, details: null, isTruncated: false };
  const read = new BundleReader(ctx.plugins.inspectPoint).read(Buffer.from(content), facts);
  const [finding] = read.findings;
  if (finding) return { isReadable: false, reason: finding.reason, detail: finding.detail };
  if (read.points.length > 0) return { isReadable: true, points: read.points.length };
  return { isReadable: false, reason: 'bundle_not_an_array', detail: 'There is no point in it.' };
}
