import type { Context } from '../context.ts';
import { newId } from '../ids.ts';

export interface AuditEntry {
  /** `noun.verb`, as "user.invite". */
  readonly action: string;
  readonly subjectType: string;
  readonly subjectId?: string;
  readonly studyId?: string | null;
  /** Before and after; never secrets, bodies or positions of people. */
  readonly detail?: object;
  /** Set only for changes to the installation itself. */
  readonly installationWide?: true;
}

/** Writes the audit row of a change. Call it inside the transaction of the change. */
export async function writeAudit(ctx: Context, entry: AuditEntry): Promise<void> {
  const { actor } = ctx;
  await ctx.db.prisma.auditEvent.create({
    data: {
      id: newId(),
      organizationId: entry.installationWide ? null : ctx.organizationId,
      at: ctx.now(),
      actorKind: actor.kind,
      actorId: actor.kind === 'user' || actor.kind === 'token' ? actor.id : null,
      actorLabel: actor.label,
      action: entry.action,
      subjectType: entry.subjectType,
      subjectId: entry.subjectId ?? null,
      studyId: entry.studyId ?? null,
      detail: entry.detail ?? {},
      requestId: ctx.requestId,
    },
  });
}
