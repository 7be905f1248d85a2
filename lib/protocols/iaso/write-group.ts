import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import {
  createUnitGroup,
  createUnitGroupSet,
  removeUnitGroup,
  removeUnitGroupSet,
  updateUnitGroup,
  updateUnitGroupSet,
} from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { tellGroup, tellGroupSet } from './groups.ts';
import { one } from './place-searches.ts';
import { refuse } from './read-params.ts';

const name = z.string().trim().min(1).max(255);
const integer = z.coerce.number().int().min(0);
const groupSchema = z
  .looseObject({ name, source_ref: z.string().trim().max(255).nullable(), org_unit_ids: z.array(z.unknown()) })
  .partial();
type WrittenGroup = z.infer<typeof groupSchema>;

/**
 * `POST /api/groups/`: a group of the default version. Errors: `input_invalid`, `already_exists` (reference),
 * `pyramid_read_only`, `permission_missing`.
 */
export async function createGroup({ ctx, readBody }: IasoCall): Promise<Response> {
  const written = parseInput(groupSchema.required({ name: true }), await readBody());
  const group = await createUnitGroup(ctx, { name: written.name, sourceRef: null, ...membersOf(written) });
  return answerJson(await tellGroup(ctx, group), 201);
}

/** `PATCH` and `PUT /api/groups/{id}/`: sets what is sent. Errors: as {@link createGroup}, and `not_found`. */
export async function patchGroup({ ctx, legacyId, readBody }: IasoCall): Promise<Response> {
  const written = parseInput(groupSchema, await readBody());
  const id = await one(ctx, 'group', legacyId());
  return answerJson(await tellGroup(ctx, await updateUnitGroup(ctx, { id, ...membersOf(written) })));
}

/** `DELETE /api/groups/{id}/`: its units stay. Errors: `not_found`, `pyramid_read_only`, `permission_missing`. */
export async function deleteGroup({ ctx, legacyId }: IasoCall): Promise<Response> {
  await removeUnitGroup(ctx, await one(ctx, 'group', legacyId()));
  return new Response(null, { status: 204 });
}

function membersOf({ name: given, source_ref: sourceRef, org_unit_ids: units = [] }: WrittenGroup) {
  if (units.length > 0) refuse('org_unit_ids', 'Units join and leave groups by a bulk update.');
  return {
    ...(given === undefined ? {} : { name: given }),
    ...(sourceRef === undefined ? {} : { sourceRef: sourceRef || null }),
  };
}

const setSchema = z
  .looseObject({
    name,
    source_ref: z.string().trim().max(255).nullable(),
    source_version_id: integer,
    group_belonging: z.enum(['SINGLE', 'MULTIPLE']),
    group_ids: z.array(integer).max(1000).nullable(),
  })
  .partial();
type WrittenSet = z.infer<typeof setSchema>;

/**
 * `POST /api/group_sets/`: a set of groups of one version. Errors: `input_invalid` (groups of another version),
 * `not_found`, `already_exists` (reference), `group_exclusive`, `pyramid_read_only`, `permission_missing`.
 */
export async function createGroupSet({ ctx, readBody }: IasoCall): Promise<Response> {
  const written = parseInput(setSchema.required({ name: true }), await readBody());
  const version = written.source_version_id;
  const set = await createUnitGroupSet(ctx, {
    ...{ name: written.name, sourceRef: null, belonging: 'SINGLE', groupIds: [] },
    ...(version === undefined ? {} : { versionId: await one(ctx, 'version', version) }),
    ...(await membersOfSet(ctx, written)),
  });
  return answerJson(await tellGroupSet(ctx, set), 201);
}

/** `PATCH` and `PUT /api/group_sets/{id}/`: sets what is sent; a set stays in its version. Errors: as {@link createGroupSet}. */
export async function patchGroupSet({ ctx, legacyId, readBody }: IasoCall): Promise<Response> {
  const written = parseInput(setSchema, await readBody());
  const id = await one(ctx, 'groupSet', legacyId());
  const set = await updateUnitGroupSet(ctx, { id, ...(await membersOfSet(ctx, written)) });
  return answerJson(await tellGroupSet(ctx, set));
}

/** `DELETE /api/group_sets/{id}/`: its groups stay. Errors: `not_found`, `pyramid_read_only`, `permission_missing`. */
export async function deleteGroupSet({ ctx, legacyId }: IasoCall): Promise<Response> {
  await removeUnitGroupSet(ctx, await one(ctx, 'groupSet', legacyId()));
  return new Response(null, { status: 204 });
}

async function membersOfSet(ctx: Context, written: WrittenSet) {
  const { name: given, source_ref: sourceRef, group_belonging: belonging, group_ids: groups } = written;
  return {
    ...(given === undefined ? {} : { name: given }),
    ...(sourceRef === undefined ? {} : { sourceRef: sourceRef || null }),
    ...(belonging === undefined ? {} : { belonging }),
    ...(groups ? { groupIds: await Promise.all(groups.map((id) => one(ctx, 'group', id))) } : {}),
  };
}
