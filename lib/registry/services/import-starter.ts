import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { UserId } from '#lib/platform/ids.ts';

/** Who started a task: history and audit name them, not the worker. */
export const starterSchema = z.object({
  kind: z.enum(['user', 'token', 'system']),
  id: z.string().nullable(),
  label: z.string(),
});
type Starter = z.infer<typeof starterSchema>;

export function starterOf({ actor }: Context): Starter {
  if (actor.kind === 'user' || actor.kind === 'token') return { kind: actor.kind, id: actor.id, label: actor.label };
  return { kind: 'system', id: null, label: actor.label };
}

/** The context in which a task does what its starter was allowed to when it was started, and nothing else. */
export function asStarter<Ctx extends Context>(ctx: Ctx, { kind, id, label }: Starter): Ctx {
  if (kind === 'system' || id === null) return ctx;
  const grants = [{ verbs: new Set(['registry.edit'] as const), studyId: null, orgUnitPath: null }];
  if (kind === 'token') return { ...ctx, actor: { kind, id, label, grants } };
  return { ...ctx, actor: { kind, id: id as UserId, label, isAdministrator: false, grants } };
}
