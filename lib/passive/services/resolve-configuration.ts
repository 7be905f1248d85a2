import type { Context } from '#lib/platform/context.ts';
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
  return text === null ? null : (JSON.parse(text) as unknown);
}
