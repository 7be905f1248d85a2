import { resolveActor, type IntakeStudy } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { guardCsrf } from '#lib/platform/http/guard-csrf.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { Answer, Exchange } from './exchange.ts';

/** A call of the old server's dashboard (5.7), by somebody who is signed in or holds a token. */
export interface DashboardRequest {
  readonly ctx: Context;
  readonly exchange: Exchange;
  readonly study: IntakeStudy;
}

export type DashboardCall = (request: DashboardRequest) => Promise<Answer>;

interface Arrival extends Pick<DashboardRequest, 'exchange' | 'study'> {
  readonly runtime: Runtime;
}

/**
 * Finds out who calls. Throws `sign_in_required` for nobody and for people of another organization, for whom the study
 * is not there; `csrf_refused` for what another site sends with the cookie of a person.
 */
export async function openDashboardCall({ runtime, exchange, study }: Arrival): Promise<DashboardRequest> {
  const { headers, method } = exchange;
  const caller = await resolveActor(runtime, { headers });
  if (caller.kind === 'none') throw new Problem('sign_in_required');
  const { organizationId } = study;
  const isMember =
    caller.kind === 'token'
      ? caller.organizationId === organizationId
      : caller.organizations.some(({ id }) => id === organizationId);
  if (!isMember) throw new Problem('sign_in_required');
  if (caller.kind === 'session') guardCsrf(new Request('http://localhost', { method, headers }));
  // A person may be looking at another of their organizations at the moment.
  const here =
    caller.organizationId === organizationId
      ? caller
      : await resolveActor(runtime, { headers, organization: organizationId });
  if (here.kind === 'none') throw new Problem('sign_in_required');
  const ctx = runtime.context({ organizationId, actor: here.actor, requestId: exchange.requestId });
  return { ctx, exchange, study };
}
