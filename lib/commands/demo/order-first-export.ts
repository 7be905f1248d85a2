import { actorOfPerson, getStudyByKey } from '#lib/accounts/index.ts';
import { exportOrderSchema, orderExport } from '#lib/exports/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { demoPeople, mainStudy } from './demo-world.ts';

/** Orders exports in the analyst's name, so that Exports and Tasks have some. */
export async function orderFirstExport(runtime: Runtime, ctx: Context): Promise<void> {
  const email = demoPeople.find(({ role }) => role === 'analyst')?.email ?? '';
  const person = await actorOfPerson(runtime, { email, organization: ctx.organizationId });
  const analyst = runtime.context({ ...person, requestId: newId() });
  const { id: studyId } = await getStudyByKey(analyst, mainStudy.key);
  const orders = [
    { formats: ['tables'] },
    { formats: ['tables', 'raw'], types: ['pdk-location', 'pdk-device-battery'], dateKind: 'recorded' },
  ];
  for (const order of orders) await orderExport(analyst, { studyId, order: exportOrderSchema.parse(order) });
}
