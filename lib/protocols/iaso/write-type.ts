import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { createUnitType, getUnitType, removeUnitType, updateUnitType } from '#lib/registry/index.ts';
import { unitCategories } from '#lib/registry/domain/unit-type.ts';
import type { IasoCall } from './exchange.ts';
import { one, studyNamed } from './place-searches.ts';
import { refuse } from './read-params.ts';
import { tellType } from './types.ts';

const ids = z.array(z.coerce.number().int().min(0)).max(1000);
const typeSchema = z
  .looseObject({
    name: z.string().trim().min(1).max(255),
    short_name: z.string().trim().min(1).max(255),
    depth: z.coerce.number().int().min(0).max(100).nullable(),
    category: z.enum(unitCategories).nullable(),
    /** Keys or ids of studies. */
    project_ids: z.array(z.string()).max(1000),
    sub_unit_type_ids: ids,
    allow_creating_sub_unit_type_ids: ids,
    reference_forms_ids: z.array(z.unknown()),
  })
  .partial();
type WrittenType = z.infer<typeof typeSchema>;
type Children = Awaited<ReturnType<typeof getUnitType>>['children'];

/**
 * `POST /api/v2/orgunittypes/`. Errors: `input_invalid`, `already_exists` (name and depth), `not_found` (a project, a
 * type under it), `type_in_circle`, `permission_missing`.
 */
export async function createType({ ctx, readBody }: IasoCall): Promise<Response> {
  const written = parseInput(typeSchema.required({ name: true }), await readBody());
  const { name } = written;
  const type = await createUnitType(ctx, {
    ...{ name, category: null, depth: null, studyIds: [], children: [] },
    ...(await membersOf(ctx, written, [])),
  });
  return answerJson(await tellType(ctx, type.legacyId), 201);
}

/** `PATCH` and `PUT /api/v2/orgunittypes/{id}/`: sets what is sent. Errors: as {@link createType}. */
export async function patchType({ ctx, legacyId, readBody }: IasoCall): Promise<Response> {
  const written = parseInput(typeSchema, await readBody());
  const before = await getUnitType(ctx, await one(ctx, 'type', legacyId()));
  await updateUnitType(ctx, { id: before.id, ...(await membersOf(ctx, written, before.children)) });
  return answerJson(await tellType(ctx, legacyId()));
}

/** `DELETE /api/v2/orgunittypes/{id}/`: 400 for one that units have (spec 1.5). Errors: `not_found`, `permission_missing`. */
export async function deleteType({ ctx, legacyId }: IasoCall): Promise<Response> {
  try {
    await removeUnitType(ctx, await one(ctx, 'type', legacyId()));
  } catch (error) {
    if (error instanceof Problem && error.code === 'type_in_use') return refuse('id', error.message);
    throw error;
  }
  return new Response(null, { status: 204 });
}

async function membersOf(ctx: Context, written: WrittenType, before: Children) {
  const { name, short_name: shortName, depth, category, project_ids: projects } = written;
  if ((written.reference_forms_ids ?? []).length > 0) {
    refuse('reference_forms_ids', 'This cannot be set through this address.');
  }
  return {
    ...(name === undefined ? {} : { name }),
    ...(shortName === undefined ? {} : { shortName }),
    ...(depth === undefined ? {} : { depth }),
    ...(category === undefined ? {} : { category }),
    ...(projects ? { studyIds: await Promise.all(projects.map((project) => studyNamed(ctx, project))) } : {}),
    ...(await childrenOf(ctx, written, before)),
  };
}

/** Types under a type: those that may stand there, and of them those that phones may create. */
async function childrenOf(ctx: Context, written: WrittenType, before: Children) {
  const { sub_unit_type_ids: below, allow_creating_sub_unit_type_ids: creatable } = written;
  if (below === undefined && creatable === undefined) return {};
  const find = (legacyIds: readonly number[]) => Promise.all(legacyIds.map((id) => one(ctx, 'type', id)));
  const standing = below === undefined ? before.map(({ id }) => id) : await find(below);
  const inTheField = new Set(
    creatable === undefined
      ? before.filter(({ isCreatable }) => isCreatable).map(({ id }) => id)
      : await find(creatable),
  );
  const children = [...new Set([...standing, ...(creatable === undefined ? [] : inTheField)])];
  return { children: children.map((id) => ({ id, isCreatable: inTheField.has(id) })) };
}
