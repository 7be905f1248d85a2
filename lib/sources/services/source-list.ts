import type { Context } from '#lib/platform/context.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { insertMissingGroups, selectNamedSources, upsertListedSources } from '../data/source-list.sql.ts';
import type { NamedSource, SourceListChange } from '../domain/source-list.ts';
import { maxSelectedIds } from '../domain/source-query.ts';
import { closeUnwantedAlerts } from './alerts/close-alerts.ts';

/** All sources of a study by identifier, archived ones too. Errors: `permission_missing`. */
export function listNamedSourcesOfStudy(ctx: Context, studyId: string): Promise<NamedSource[]> {
  requireVerb(ctx, 'sources.read', { studyId });
  return selectNamedSources({ db: ctx.db, organizationId: ctx.organizationId, studyId });
}

/**
 * Adds and changes sources of a study as a list says, and makes the groups it names: all of it or nothing. What the
 * list does not name stays as it is. Errors: `permission_missing`.
 */
export function applySourceList(
  ctx: Context,
  { studyId, changes }: { readonly studyId: string; readonly changes: readonly SourceListChange[] },
): Promise<void> {
  requireVerb(ctx, 'sources.manage', { studyId });
  const place = { db: ctx.db, organizationId: ctx.organizationId, studyId };
  return ctx.db.transaction(async () => {
    const names = [...new Set(changes.flatMap(({ groupName }) => groupName ?? []))];
    if (names.length > 0) await insertMissingGroups(place, names, ctx.now());
    const ids = changes.length > 0 ? await upsertListedSources(place, changes, ctx.now()) : [];
    await closeUnwantedAlerts(ctx);
    const detail = { count: ids.length, ...(ids.length > maxSelectedIds ? {} : { ids }) };
    await writeAudit(ctx, { action: 'source.list-import', subjectType: 'source', studyId, detail });
  });
}
