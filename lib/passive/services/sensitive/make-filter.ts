import type { Context } from '#lib/platform/context.ts';
import { selectRulesOfSources, selectSensitiveFields } from '../../data/sensitive/sensitive-fields.sql.ts';
import type { IsSensitive } from '../../domain/sensitive/redact-json.ts';
import { SensitiveFilter } from '../../domain/sensitive/sensitive-filter.ts';
import { searchWithin } from '../search-pattern.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

/** What one search may take, in milliseconds. */
const searchMs = 25;

/** A pattern on the whole of a path. What takes too long counts as a fit: rather too little is kept than too much. */
export function fitsWhole(pattern: string, path: string): boolean {
  const flags = /^\(\?[aimsu]+\)/.exec(pattern)?.[0] ?? '';
  return searchWithin(`${flags}^(?:${pattern.slice(flags.length)})$`, path, searchMs) ?? true;
}

/** What a study does not keep of its points; null: it keeps all. */
export async function readSensitiveFilter(scope: Scope, studyId: string): Promise<SensitiveFilter | null> {
  const rules = await selectSensitiveFields(scope, studyId);
  return rules.length === 0 ? null : new SensitiveFilter(rules, fitsWhole);
}

/** What is not given out of the stored points of a type of some sources; null: all is. */
export async function readSensitivePaths(
  scope: Scope,
  points: { readonly sourceIds: readonly string[]; readonly typeId: number },
): Promise<IsSensitive | null> {
  const rules = await selectRulesOfSources(scope, points);
  const [first] = rules;
  return first ? new SensitiveFilter(rules, fitsWhole).ofType(first.typeIdentifier) : null;
}
