import { z } from 'zod';
import type { Runtime } from '#lib/platform/runtime.ts';
import type { ApiCall, ApiWorld } from './api.ts';

/** A new owner in the world's organization who administers the installation besides. */
export async function anAdministrator(runtime: Runtime, world: ApiWorld): Promise<ApiCall> {
  const call = await world.as('owner');
  const { email } = z.object({ email: z.string() }).parse((await call('GET /account')).json);
  await runtime.db.prisma.user.update({ where: { email }, data: { isAdministrator: true } });
  return call;
}
