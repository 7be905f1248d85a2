import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId, type TaskId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { startTask } from '#lib/platform/tasks/index.ts';
import { countContent } from '../data/copy-version.sql.ts';
import { selectVersions } from '../data/pyramids.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { CopyVersionInput } from '../domain/pyramid.ts';
import { copyVersionTask } from './copy-version.ts';
import { getPyramid } from './list-pyramids.ts';
import { requireWholeTree, requireWholeVersion } from './require-whole-version.ts';
import { requireWritablePyramid } from './require-writable-pyramid.ts';

/**
 * Orders a copy of a version, with its groups and sets, as a Task that completes or leaves nothing.
 * Errors: `not_found`, `permission_missing`, `input_invalid` (onto itself), `pyramid_read_only` (the destination),
 * `version_not_empty` (unless forced).
 */
export async function orderVersionCopy(ctx: Context, input: CopyVersionInput): Promise<{ readonly taskId: TaskId }> {
  const from = await requireWholeVersion(ctx, input.versionId, 'registry.read');
  const to = await getPyramid(ctx, input.pyramidId ?? from.pyramidId);
  requireWholeTree(ctx, 'registry.edit', to.studyIds);
  requireWritablePyramid({ isReadOnly: to.isReadOnly, pyramidName: to.name });
  const number = input.number ?? null;
  const destination = (await selectVersions(registryScope(ctx), to.id)).find((version) => version.number === number);
  if (destination?.id === from.id) {
    throw new Problem('input_invalid', { fields: { number: 'A version cannot be copied onto itself.' } });
  }
  if (destination && !input.force) await requireEmpty(ctx, destination.id);
  const { actor } = ctx;
  return ctx.db.transaction(async () => {
    const place = number === null ? 'the next version' : `version ${String(number)}`;
    const taskId = await startTask(ctx, {
      kind: copyVersionTask,
      title: `Copy of "${from.pyramidName}" ${String(from.number)} to ${place} of "${to.name}"`,
      input: {
        fromId: from.id,
        pyramidId: to.id,
        newVersionId: newId(),
        number,
        description: input.description ?? null,
        force: input.force,
        orderedBy: { id: actor.kind === 'user' ? actor.id : null, label: actor.label },
      },
      resultVerb: 'registry.read',
    });
    const detail = {
      from: from.number,
      fromPyramid: from.pyramidName,
      to: number,
      toPyramid: to.name,
      force: input.force,
    };
    await writeAudit(ctx, { action: 'version.copy', subjectType: 'version', subjectId: from.id, detail });
    return { taskId };
  });
}

/** Throws `version_not_empty` when the version holds anything. */
export async function requireEmpty(ctx: Context, versionId: string): Promise<void> {
  const count = await countContent(registryScope(ctx), versionId);
  if (count === 0) return;
  const detail = `The version holds ${String(count)} units and groups. Copy to another, or replace them.`;
  throw new Problem('version_not_empty', { detail });
}

/** The answer to an order of background work. */
export const orderedTaskSchema = z.object({ taskId: z.guid() });
