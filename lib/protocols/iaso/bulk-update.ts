import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getTask } from '#lib/platform/tasks/index.ts';
import { bulkEditUnits, describeUnits, idsOfLegacy, resolveVersion } from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { one, placeSearches } from './place-searches.ts';
import { refuse } from './read-params.ts';
import { asTask } from './tasks.ts';
import { readSearch } from './unit-filters.ts';

const integers = z.array(z.coerce.number().int().min(0)).max(10_000).default([]);

const orderSchema = z.looseObject({
  select_all: z.boolean().default(false),
  selected_ids: integers,
  unselected_ids: integers,
  searches: z.array(z.record(z.string(), z.unknown())).max(10).default([]),
  org_unit_type: z.coerce.number().int().nullish(),
  groups_added: integers.nullish(),
  groups_removed: integers.nullish(),
  validation_status: z.enum(['NEW', 'VALID', 'REJECTED']).nullish(),
});
type Order = z.infer<typeof orderSchema>;
type BulkEdit = Parameters<typeof bulkEditUnits>[1];

/** `POST /api/tasks/create/orgunitsbulkupdate/`: changes many units as a task. */
export async function orderBulkUpdate({ ctx, readBody }: IasoCall): Promise<Response> {
  const order = parseInput(orderSchema, await readBody());
  const change = await changeOf(ctx, order);
  const { taskId } = await bulkEditUnits(ctx, { ...(await selectionOf(ctx, order)), change });
  return answerJson({ task: asTask(await getTask(ctx, taskId)) }, 201);
}

async function changeOf(ctx: Context, order: Order): Promise<BulkEdit['change']> {
  const { org_unit_type: type, validation_status: status, groups_added: added, groups_removed: removed } = order;
  const [add, remove] = [added ?? [], removed ?? []];
  if (!type && !status && add.length + remove.length === 0) refuse('validation_status', 'Say what to change.');
  if (add.some((id) => remove.includes(id))) refuse('groups_removed', 'A unit cannot join and leave a group at once.');
  return {
    ...(status ? { status } : {}),
    ...(type ? { typeId: await one(ctx, 'type', type) } : {}),
    addGroupIds: await Promise.all(add.map((id) => one(ctx, 'group', id))),
    removeGroupIds: await Promise.all(remove.map((id) => one(ctx, 'group', id))),
  };
}

/** Either the units that are named, or all that the searches find but some; of one version. */
async function selectionOf(ctx: Context, order: Order): Promise<Pick<BulkEdit, 'version' | 'selection'>> {
  if (!order.select_all) {
    const units = await describeUnits(ctx, { legacyIds: order.selected_ids });
    const version = oneVersion(units.map(({ versionId }) => versionId));
    return { version, selection: { ids: units.map(({ id }) => id) } };
  }
  const wanted = (order.searches.length === 0 ? [{}] : order.searches).map((search) => readSearch(search));
  const placed = await placeSearches(ctx, wanted);
  const version = oneVersion(placed.map(({ versionId }) => versionId));
  await resolveVersion(ctx, { version });
  const except = [...(await idsOfLegacy(ctx, 'unit', order.unselected_ids)).values()];
  const withoutTops = placed.flatMap(({ withoutIds = [] }) => withoutIds);
  const searches = placed.map(({ search }) => search);
  return { version, selection: { searches, except: [...new Set([...except, ...withoutTops])] } };
}

function oneVersion(versionIds: readonly string[]): string {
  const [version, other] = new Set(versionIds);
  if (version === undefined) throw new Problem('not_found');
  if (other !== undefined) refuse('searches', 'Units of one version can be changed at once.');
  return version;
}
