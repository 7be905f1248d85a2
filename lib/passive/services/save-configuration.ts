import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { archiveConfigurationRow, insertConfiguration, updateConfigurationRow } from '../data/configurations.sql.ts';
import { insertConfigurationVersion } from '../data/configuration-versions.sql.ts';
import { configurationDraftSchema, type Configuration, type ConfigurationDraft } from '../domain/configuration.ts';
import { getConfiguration } from './list-configurations.ts';
import { isSlowPattern } from './search-pattern.ts';

export const createConfigurationSchema = configurationDraftSchema.extend({ studyId: z.guid() });
export type CreateConfigurationInput = z.infer<typeof createConfigurationSchema>;

export const updateConfigurationSchema = configurationDraftSchema.extend({ id: z.guid() });
export type UpdateConfigurationInput = z.infer<typeof updateConfigurationSchema>;

/** Makes a device configuration. Throws `permission_missing`, `input_invalid` (patterns), `not_found` (study). */
export async function createConfiguration(ctx: Context, input: CreateConfigurationInput): Promise<Configuration> {
  const { studyId, ...draft } = input;
  requireVerb(ctx, 'passive.configure', { studyId });
  requireQuickPatterns(draft);
  const id = newId();
  return ctx.db.transaction(async () => {
    if (!(await insertConfiguration(ctx, { id, studyId, draft, at: ctx.now() }))) throw new Problem('not_found');
    await insertConfigurationVersion(ctx, { id, draft, act: 'create' });
    await audit(ctx, 'configuration.create', { id, studyId, name: draft.name });
    return getConfiguration(ctx, id);
  });
}

/** Replaces a device configuration as a whole. Throws as {@link createConfiguration}. */
export async function updateConfiguration(ctx: Context, input: UpdateConfigurationInput): Promise<Configuration> {
  const { id, ...draft } = input;
  requireQuickPatterns(draft);
  return ctx.db.transaction(async () => {
    const { studyId } = await getConfiguration(ctx, id);
    requireVerb(ctx, 'passive.configure', { studyId });
    await updateConfigurationRow(ctx, { id, studyId, draft, at: ctx.now() });
    await insertConfigurationVersion(ctx, { id, draft, act: 'update' });
    await audit(ctx, 'configuration.update', { id, studyId, name: draft.name });
    return getConfiguration(ctx, id);
  });
}

/** Takes a configuration out of use; sources that had it by hand are served by pattern again. */
export async function archiveConfiguration(ctx: Context, id: string): Promise<void> {
  await ctx.db.transaction(async () => {
    const { studyId, name } = await getConfiguration(ctx, id);
    requireVerb(ctx, 'passive.configure', { studyId });
    await archiveConfigurationRow(ctx, id, ctx.now());
    await audit(ctx, 'configuration.archive', { id, studyId, name });
  });
}

/** Patterns must not take long on some text, whoever brings them. Throws `input_invalid`. */
export function requireQuickPatterns(draft: ConfigurationDraft): void {
  for (const field of ['idPattern', 'contextPattern'] as const) {
    if (!isSlowPattern(draft[field])) continue;
    const detail = 'This pattern takes too long on some texts. Avoid a repetition inside a repetition, like (a+)+.';
    throw new Problem('input_invalid', { detail, fields: { [field]: detail } });
  }
}

interface Subject {
  readonly id: string;
  readonly studyId: string;
  readonly name: string;
}

async function audit(ctx: Context, action: string, { id, studyId, name }: Subject): Promise<void> {
  await writeAudit(ctx, { action, subjectType: 'configuration', subjectId: id, studyId, detail: { name } });
}
