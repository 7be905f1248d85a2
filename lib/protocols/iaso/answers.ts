import { answerJson } from '#lib/platform/http/answer-json.ts';
import { statusOfKind } from '#lib/platform/http/status-of-kind.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import type { Problem } from '#lib/platform/problems/problem.ts';

/** What is wrong with a unit, as clients of the old protocol read it (spec 3.1): a list, with status 400. */
export class WrongUnit extends Error {
  readonly errors: readonly UnitFlaw[];

  constructor(errors: readonly UnitFlaw[]) {
    super(errors.map(({ errorKey, errorMessage }) => `${errorKey}: ${errorMessage}`).join('; '));
    this.errors = errors;
  }
}

export interface UnitFlaw {
  readonly errorKey: string;
  readonly errorMessage: string;
}

/** A problem as Django's framework says it: `{"detail": …}`. */
export function answerProblem(problem: Problem): Response {
  const { kind } = problemCatalogue[problem.code];
  const detail = problem.code === 'not_found' ? 'Not found.' : problem.message;
  const headers: Record<string, string> = kind === 'unauthenticated' ? { 'www-authenticate': 'Token, Bearer' } : {};
  return answerJson({ detail }, statusOfKind[kind], headers);
}
