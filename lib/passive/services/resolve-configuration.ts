import type { Context } from '#lib/platform/context.ts';
import type { PluginJson } from '#lib/platform/plugins/plugin-hooks.ts';
import { findConfigurationText, listCandidates } from '../data/configurations.sql.ts';
import { chooseConfiguration } from '../domain/configuration-choice.ts';
import { cleanShortText } from '../domain/upload-judgement.ts';
import { shortTextLength } from '../domain/upload-limits.ts';
import { createSearch } from './search-pattern.ts';

export interface ResolveConfigurationInput {
  readonly studyId: string;
  /** What the device calls itself. */
  readonly identifier: string;
  readonly context: string;
}

/** A configuration as plug-ins make it for a device (pdk-09); one that fails leaves it as it is. */
export function updateWithPlugins(ctx: Context, body: PluginJson, input: ResolveConfigurationInput): PluginJson {
  const { studyId, identifier, context } = input;
  const asked = { study: { organizationId: ctx.organizationId, studyId }, identifier, context };
  return ctx.plugins.hooks.reduce('updateConfiguration', body, (plugin, configuration) =>
    plugin.updateConfiguration?.(configuration, asked),
  );
}

/** What a device is told, as JSON of any kind; null when no configuration fits. Open to whoever knows the address. */
export async function resolveConfiguration(ctx: Context, input: ResolveConfigurationInput): Promise<unknown> {
  const identifier = cleanShortText(input.identifier, shortTextLength);
  const context = cleanShortText(input.context, shortTextLength);
  const candidates = await listCandidates(ctx, { studyId: input.studyId, identifier });
  const search = createSearch((pattern) => {
    ctx.log.warn({ pattern }, 'a pattern of a device configuration takes too long and was skipped');
  });
  const chosen = chooseConfiguration(candidates, { identifier, context }, search);
  if (!chosen) return null;
  const text = await findConfigurationText(ctx, chosen.id);
  return text === null
    ? null
    : updateWithPlugins(ctx, JSON.parse(text) as PluginJson, { ...input, identifier, context });
}
