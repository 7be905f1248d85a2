import { isRequestKey } from '#lib/accounts/index.ts';
import { readPerformanceMetadata } from '#lib/passive/index.ts';
import type { PluginPoint } from '#lib/platform/plugins/plugin-hooks.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Answer } from './exchange.ts';
import { readFields, type PullRequest } from './pull/pull-request.ts';

/** What is said to everybody who may not know, or asks for nothing there is (section 1.14). */
export const nothingKnown: Answer = { status: 200, body: {} };

/**
 * `fetch-metadata.json`: a peer server asks for the statistics of a source, with the study's request key. Whatever is
 * wrong, the key too, the answer is `{}` with status 200: the peer learns nothing (section 1.14).
 */
export async function answerFetchMetadata(request: PullRequest): Promise<Answer> {
  const { runtime, exchange, study } = request;
  const { organizationId, studyId } = study;
  const actor = { kind: 'system', label: 'peer server' } as const;
  const ctx = runtime.context({ organizationId, actor, requestId: exchange.requestId });
  try {
    const fields = await readFields(request);
    const isPeer = await isRequestKey(ctx, { studyId, shown: fields.get('request-key') ?? '' });
    if (!isPeer) return nothingKnown;
    const identifier = fields.get('identifier') ?? '';
    const known = await readPerformanceMetadata(ctx, { studyId, identifier });
    const body = ctx.plugins.hooks.reduce<object>('annotateMetadata', known, (plugin, metadata) =>
      plugin.annotateMetadata?.(identifier, metadata as PluginPoint),
    );
    return { status: 200, body };
  } catch (error) {
    const isExpected = error instanceof Problem && (error.code === 'not_found' || error.code === 'input_invalid');
    if (isExpected) return nothingKnown;
    throw error;
  }
}
