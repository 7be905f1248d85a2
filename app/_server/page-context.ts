import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { resolveActor } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { getRuntime } from '#lib/platform/runtime.ts';

type SessionCaller = Extract<Awaited<ReturnType<typeof resolveActor>>, { kind: 'session' }>;

const findCaller = cache(async () => resolveActor(await getRuntime(), { headers: new Headers(await headers()) }));

/** The signed-in person of this page request; null for everybody else. One look-up per request. */
export async function findViewer(): Promise<SessionCaller | null> {
  const caller = await findCaller();
  return caller.kind === 'session' ? caller : null;
}

/** The signed-in person of this page request; sends everybody else to the sign-in page. */
export async function getViewer(): Promise<SessionCaller> {
  return (await findViewer()) ?? redirect('/sign-in');
}

/** The context of a page's use-cases. People with a password still to be changed are sent to do so first. */
export const getPageContext = cache(async (): Promise<Context> => {
  const viewer = await getViewer();
  if (viewer.user.mustChangePassword) redirect('/account/password');
  const runtime = await getRuntime();
  const requestId = requestIdOf(new Headers(await headers()));
  return runtime.context({ organizationId: viewer.organizationId, actor: viewer.actor, requestId });
});
