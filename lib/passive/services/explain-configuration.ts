import { z } from 'zod';
import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { listCandidates } from '../data/configurations.sql.ts';
import { chooseConfiguration } from '../domain/configuration-choice.ts';
import type { ConfigurationReason, ExplainedConfiguration } from '../domain/configuration-explanation.ts';
import { cleanShortText } from '../domain/upload-judgement.ts';
import { shortTextLength } from '../domain/upload-limits.ts';
import { getConfiguration } from './list-configurations.ts';
import { updateWithPlugins } from './resolve-configuration.ts';
import { createSearch } from './search-pattern.ts';

export interface ExplainConfigurationInput {
  readonly studyId: string;
  readonly identifier: string;
  readonly context: string;
}

/**
 * Which configuration a device gets, and why that one; null when none fits. What it says (keys of devices may be in it)
 * is told only to those who may change it. Throws `permission_missing`.
 */
export async function explainConfiguration(
  ctx: Context,
  { studyId, ...asked }: ExplainConfigurationInput,
): Promise<ExplainedConfiguration | null> {
  requireVerb(ctx, 'sources.read', { studyId });
  const asking = {
    identifier: cleanShortText(asked.identifier, shortTextLength),
    context: cleanShortText(asked.context, shortTextLength),
  };
  const candidates = await listCandidates(ctx, { studyId, identifier: asking.identifier });
  const search = createSearch((pattern) => {
    ctx.log.warn({ pattern }, 'a pattern of a device configuration takes too long and was skipped');
  });
  const chosen = chooseConfiguration(candidates, asking, search);
  if (!chosen) return null;
  const why: ConfigurationReason = chosen.isAssigned
    ? 'assigned'
    : chosen.idPattern === asking.identifier
      ? 'equal'
      : 'pattern';
  if (!hasVerb(ctx.actor, 'passive.configure', { studyId })) return { id: chosen.id, why, name: null, body: null };
  const { name, body: saved } = await getConfiguration(ctx, chosen.id);
  const body = z.json().parse(updateWithPlugins(ctx, saved, { studyId, ...asking }));
  return { id: chosen.id, why, name, body };
}
