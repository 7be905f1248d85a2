import { createPullToken } from '#lib/accounts/index.ts';
import { recordAccess } from '#lib/platform/audit/record-access.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import type { Answer } from '../exchange.ts';
import { answerPullProblem, readFields, requireField, type PullRequest } from './pull-request.ts';

/** Refusals that the old server answers with 405 (1.15). */
const refusals: readonly string[] = [
  'sign_in_failed',
  'account_locked',
  'second_factor_required',
  'permission_missing',
  'no_organization',
];

/** `api/request-token.json`: a token for a user's e-mail address and password. */
export async function answerRequestToken(request: PullRequest): Promise<Answer> {
  const { runtime, exchange, study } = request;
  const scope = {
    ...runtime,
    organizationId: study.organizationId,
    actor: { kind: 'nobody', label: exchange.remoteAddress } as const,
    requestId: exchange.requestId,
  };
  const entry = { action: 'pull.token', studyId: study.studyId };
  try {
    const fields = await readFields(request);
    const { token, expiresAt } = await createPullToken(runtime, {
      username: requireField(fields, 'username'),
      password: requireField(fields, 'password'),
      ...study,
      remoteAddress: exchange.remoteAddress,
      requestId: exchange.requestId,
    });
    recordAccess(scope, { ...entry, detail: {}, outcome: 'ok' });
    return { status: 200, body: { token, expires: expiresAt.toISOString() } };
  } catch (error) {
    const problem = explain(toProblem(error));
    if (problem.code === 'internal') {
      runtime.log.error({ err: problem.cause ?? problem, requestId: exchange.requestId }, 'a pull token was not made');
    }
    recordAccess(scope, { ...entry, detail: { code: problem.code }, outcome: 'refused' });
    const answer = answerPullProblem(problem);
    return refusals.includes(problem.code) ? { ...answer, status: 405 } : answer;
  }
}

/** A password alone does not open an account with a second factor; such people make a token on their account page. */
function explain(problem: Problem): Problem {
  if (problem.code !== 'second_factor_required') return problem;
  return new Problem('second_factor_required', {
    detail:
      'This account has a second factor, so its password alone gives no token. Create an API token in Cairn ' +
      '(Settings, API tokens) and give it to the client instead.',
  });
}
