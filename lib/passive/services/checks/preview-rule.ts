import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { listCheckedSources } from '#lib/sources/index.ts';
import { ruleDefinitionSchema } from '../../domain/checks/rule.ts';
import type { RulePreview } from '../../domain/checks/rule-preview.ts';
import { requireQuickPatterns, requireStudyOfRules } from './alert-rules.ts';
import { checkOfRules } from './check-of-rules.ts';
import { runCheck, sourcesAtATime } from './run-check.ts';

export const previewRuleSchema = z.strictObject({ studyId: z.guid(), definition: ruleDefinitionSchema });

/** Sources a preview looks at, at most, and those it names. */
const mostLookedAt = 10_000;
const mostNamed = 50;

/**
 * What a rule would say at this moment, without saying it. Positions of people: a rule about regions needs `passive.read`
 * no more than its alerts do. Errors: `not_found`, `permission_missing`, `input_invalid` (a slow pattern, a failing rule).
 */
export async function previewRule(ctx: Context, input: z.infer<typeof previewRuleSchema>): Promise<RulePreview> {
  const { studyId, definition } = input;
  await requireStudyOfRules(ctx, studyId);
  requireQuickPatterns(definition);
  const check = checkOfRules({ id: 'preview', label: '', isOnByDefault: false }, [definition]);
  const counts = { info: 0, warning: 0, critical: 0 };
  const items: RulePreview['items'][number][] = [];
  let looked = 0;
  for (let after: string | null = null; looked < mostLookedAt;) {
    const sources = await listCheckedSources(ctx, { studyId, after, limit: sourcesAtATime });
    after = sources.at(-1)?.id ?? null;
    if (after === null) break;
    const run = await runCheck(ctx, { check, sources });
    if (run.error !== null) throw new Problem('input_invalid', { detail: `The rule cannot be run: ${run.error}` });
    const named = new Map(sources.map((source) => [source.id, source]));
    for (const { sourceId, level, message } of run.findings) {
      counts[level] += 1;
      const source = named.get(sourceId);
      if (source && items.length < mostNamed) items.push({ sourceId, sourceName: source.name, level, message });
    }
    looked += sources.length;
    if (sources.length < sourcesAtATime) break;
  }
  return { sources: looked, ...counts, items };
}
