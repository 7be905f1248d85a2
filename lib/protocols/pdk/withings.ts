import { finishLink, startLink } from '#lib/passive/index.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { IntakeStudy } from '#lib/accounts/index.ts';
import type { Answer, Exchange } from './exchange.ts';

interface WithingsVisit {
  readonly runtime: Runtime;
  readonly exchange: Exchange;
  readonly study: IntakeStudy;
}

/** `withings/start/<source>`: sends a participant to the service to allow it (passive-data-kit.md, 5.8). */
export function answerWithingsStart({ runtime, study }: WithingsVisit, source: string): Answer {
  const { organizationId, studyId, key } = study;
  const location = startLink(runtime, { organizationId, studyId, key, source });
  return { status: 302, body: { message: 'Go on at Withings.' }, headers: { location, 'cache-control': 'no-store' } };
}

/** `withings/auth`: where the service sends them back. Throws `input_invalid`, `reset_link_invalid`, `destination_unavailable`. */
export async function answerWithingsAuth({ runtime, exchange }: WithingsVisit): Promise<Answer> {
  const [code, state] = [exchange.query.get('code'), exchange.query.get('state')];
  if (!code || !state) throw new Problem('input_invalid', { detail: 'Withings did not say yes. Begin again.' });
  const { requestId, remoteAddress } = exchange;
  await finishLink(runtime, { code, state, requestId, remoteAddress });
  return { status: 200, body: { message: 'Your Withings account is linked. You can close this page.', linked: true } };
}
