import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { getStudy } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { insertConfigurationVersion } from '../data/configuration-versions.sql.ts';
import { insertConfiguration, listConfigurationRows, updateConfigurationRow } from '../data/configurations.sql.ts';
import {
  configurationFileSchema,
  type Configuration,
  type ConfigurationDraft,
  type ConfigurationFile,
  type ConfigurationImport,
} from '../domain/configuration.ts';
import { requireQuickPatterns } from './save-configuration.ts';

/** All configurations of a study, as a file that {@link importConfigurations} takes (pdk-10). Errors: `not_found`, `permission_missing`. */
export async function exportConfigurations(
  ctx: Context,
  { studyId }: { readonly studyId: string },
): Promise<ConfigurationFile> {
  await getStudy(ctx, studyId);
  requireVerb(ctx, 'passive.configure', { studyId });
  const configurations = (await listConfigurationRows(ctx, [studyId])).map(draftOf);
  return { kind: 'cairn-device-configurations', formatVersion: 1, configurations };
}

function draftOf({
  name,
  idPattern,
  contextPattern,
  body,
  evaluateOrder,
  isEnabled,
}: Configuration): ConfigurationDraft {
  return { name, idPattern, contextPattern, body, evaluateOrder, isEnabled };
}

export const importConfigurationsSchema = z.strictObject({
  studyId: z.guid(),
  file: configurationFileSchema,
  /** Only say what would be done. */
  isDryRun: z.boolean().default(false),
});
export type ImportConfigurationsInput = z.infer<typeof importConfigurationsSchema>;

/**
 * Brings configurations of a file into a study: of the same name they are replaced, each change a version of its own, others
 * are added; none is taken away. Errors: `permission_missing`, `input_invalid` (patterns, a name twice), `not_found` (study).
 */
export async function importConfigurations(
  ctx: Context,
  input: ImportConfigurationsInput,
): Promise<ConfigurationImport> {
  const { studyId, isDryRun } = input;
  const { configurations } = input.file;
  await getStudy(ctx, studyId);
  requireVerb(ctx, 'passive.configure', { studyId });
  const twice = configurations.find(
    ({ name }, index) => configurations.findIndex((one) => one.name === name) !== index,
  );
  if (twice) throw new Problem('input_invalid', { detail: `The file has two configurations named "${twice.name}".` });
  for (const draft of configurations) requireQuickPatterns(draft);
  return ctx.db.transaction(async () => {
    const known = new Map((await listConfigurationRows(ctx, [studyId])).map((one) => [one.name, one]));
    const outcome = { created: [] as string[], updated: [] as string[], unchanged: [] as string[] };
    for (const draft of configurations) {
      const present = known.get(draft.name);
      const what = !present ? 'created' : isDeepStrictEqual(draftOf(present), draft) ? 'unchanged' : 'updated';
      outcome[what].push(draft.name);
      if (!isDryRun && what !== 'unchanged') await save(ctx, { studyId, id: present?.id ?? null, draft });
    }
    return outcome;
  });
}

interface Saving {
  readonly studyId: string;
  /** Null: a new one. */
  readonly id: string | null;
  readonly draft: ConfigurationDraft;
}

async function save(ctx: Context, { studyId, id: presentId, draft }: Saving): Promise<void> {
  const id = presentId ?? newId();
  const write = { id, studyId, draft, at: ctx.now() };
  if (presentId !== null) await updateConfigurationRow(ctx, write);
  else if (!(await insertConfiguration(ctx, write)))
    throw new Problem('not_found', { detail: 'There is no such study.' });
  await insertConfigurationVersion(ctx, { id, draft, act: 'import' });
  const subject = { subjectType: 'configuration', subjectId: id, studyId };
  await writeAudit(ctx, { action: 'configuration.import', ...subject, detail: { name: draft.name } });
}
