import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { insertConfigurationVersion, selectConfigurationVersions } from '../data/configuration-versions.sql.ts';
import { updateConfigurationRow } from '../data/configurations.sql.ts';
import type { Configuration, ConfigurationVersion } from '../domain/configuration.ts';
import { getConfiguration } from './list-configurations.ts';

const versionsPerPage = 50;
const positionSchema = z.tuple([z.number().int()]);

export interface VersionPage {
  readonly items: readonly ConfigurationVersion[];
  readonly next: string | null;
}

/** How a configuration was saved, newest first (pdk-10). Errors: `not_found`, `cursor_invalid`. */
export async function listConfigurationVersions(
  ctx: Context,
  { id, cursor }: { readonly id: string; readonly cursor?: string | undefined },
): Promise<VersionPage> {
  await getConfiguration(ctx, id);
  const before = decodeCursor(positionSchema, cursor)?.[0] ?? null;
  const rows = await selectConfigurationVersions(ctx, id, { before, limit: versionsPerPage + 1 });
  const items = rows.slice(0, versionsPerPage);
  const last = items.at(-1);
  return { items, next: rows.length > versionsPerPage && last ? encodeCursor([last.version]) : null };
}

/**
 * Brings a former version back as a new one; nothing of the history goes. Errors: `not_found` (configuration, version),
 * `permission_missing`.
 */
export async function restoreConfiguration(
  ctx: Context,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<Configuration> {
  return ctx.db.transaction(async () => {
    const { studyId } = await getConfiguration(ctx, id);
    requireVerb(ctx, 'passive.configure', { studyId });
    const [found] = await selectConfigurationVersions(ctx, id, { before: version + 1, limit: 1 });
    if (found?.version !== version) throw new Problem('not_found', { detail: 'There is no such version.' });
    const { name, idPattern, contextPattern, body, evaluateOrder, isEnabled } = found;
    const draft = { name, idPattern, contextPattern, body, evaluateOrder, isEnabled };
    await updateConfigurationRow(ctx, { id, studyId, draft, at: ctx.now() });
    await insertConfigurationVersion(ctx, { id, draft, act: 'restore', restoredVersion: version });
    const subject = { subjectType: 'configuration', subjectId: id, studyId };
    await writeAudit(ctx, { action: 'configuration.restore', ...subject, detail: { name, version } });
    return getConfiguration(ctx, id);
  });
}
