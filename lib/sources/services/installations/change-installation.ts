import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { lockInstallation, removeInstallationRows, updateInstallation } from '../../data/installations.sql.ts';
import {
  type ChangeInstallationInput,
  changeInstallationSchema,
  type Installation,
} from '../../domain/installation.ts';
import { getSource } from '../get-source.ts';
import { overlapAsProblem, requireOrderedTimes } from './overlap-as-problem.ts';

/**
 * Changes times, place, source, description or publicity of an installation; what is left out stays. The caller has seen
 * to it that a new place is one the actor may use.
 * Errors: `not_found`, `permission_missing` (`sources.manage`), `input_invalid`, `state_conflict`.
 */
export async function changeInstallation(
  ctx: Context,
  id: string,
  input: ChangeInstallationInput,
): Promise<Installation> {
  const changes = changeInstallationSchema.parse(input);
  return ctx.db.transaction(async () => {
    const before = await requireInstallation(ctx, id);
    const after = { ...before, ...withoutGaps(changes) };
    if (after.sourceId !== before.sourceId) await requireManageable(ctx, after.sourceId);
    requireOrderedTimes(after);
    await overlapAsProblem(() => updateInstallation(ctx, after));
    const detail = { before: pick(before, changes), after: changes };
    await writeAudit(ctx, { action: 'installation.update', subjectType: 'installation', subjectId: id, detail });
    return after;
  });
}

/** Gives an installation a picture that lies in the blob store. Gives the key of the one before; null: it had none. */
export async function setInstallationImage(
  ctx: Context,
  id: string,
  image: { readonly blobKey: string; readonly type: string },
): Promise<string | null> {
  return ctx.db.transaction(async () => {
    const before = await requireInstallation(ctx, id);
    await updateInstallation(ctx, { ...before, imageBlobKey: image.blobKey, imageType: image.type });
    await writeAudit(ctx, { action: 'installation.image', subjectType: 'installation', subjectId: id, detail: {} });
    return before.imageBlobKey;
  });
}

/** Takes an installation back as if it had never been. Errors: `not_found`, `permission_missing`. */
export async function removeInstallation(ctx: Context, id: string): Promise<void> {
  await ctx.db.transaction(async () => {
    const before = await requireInstallation(ctx, id);
    await removeInstallationRows(ctx, { id });
    const { sourceId, unitId, fromAt, toAt } = before;
    const detail = { sourceId, unitId, fromAt, toAt };
    await writeAudit(ctx, { action: 'installation.remove', subjectType: 'installation', subjectId: id, detail });
  });
}

/** Takes back every installation at some places that go; the caller has decided that they do. */
export async function removeInstallationsAt(ctx: Context, unitIds: readonly string[]): Promise<void> {
  for (const { id } of await removeInstallationRows(ctx, { unitIds })) {
    await writeAudit(ctx, { action: 'installation.remove', subjectType: 'installation', subjectId: id });
  }
}

async function requireInstallation(ctx: Context, id: string): Promise<Installation> {
  const found = await lockInstallation(ctx, id);
  if (!found) throw new Problem('not_found');
  await requireManageable(ctx, found.sourceId);
  return found;
}

async function requireManageable(ctx: Context, sourceId: string): Promise<void> {
  const source = await getSource(ctx, sourceId);
  requireVerb(ctx, 'sources.manage', { studyId: source.studyId });
}

function withoutGaps<T extends object>(changes: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;
}

function pick(row: Installation, changes: object): object {
  return Object.fromEntries(Object.keys(changes).map((key) => [key, row[key as keyof Installation]]));
}
