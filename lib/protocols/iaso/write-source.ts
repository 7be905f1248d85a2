import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  createPyramid,
  getPyramid,
  listVersions,
  makeVersionDefault,
  updatePyramid,
  updateVersion,
} from '#lib/registry/index.ts';
import { defaultImpacts } from '#lib/registry/domain/pyramid.ts';
import type { IasoCall } from './exchange.ts';
import { one, studyNamed } from './place-searches.ts';
import { readAll } from './read-all.ts';
import { refuse } from './read-params.ts';
import { getSource, getSourceVersion, tellSource } from './sources.ts';

const sourceSchema = z
  .looseObject({
    name: z.string().trim().min(1).max(255),
    description: z.string().max(2000).nullable(),
    read_only: z.boolean(),
    tree_config_status_fields: z.array(z.enum(['NEW', 'VALID', 'REJECTED'])).min(1),
    /** Keys or ids of studies. */
    project_ids: z.array(z.string()).max(1000),
    default_version_id: z.coerce.number().int().nullable(),
    credentials: z.unknown(),
  })
  .partial();
type WrittenSource = z.infer<typeof sourceSchema>;

/**
 * `POST /api/datasources/`: a pyramid without versions. Errors: `input_invalid`, `already_exists` (its name, in the
 * organization), `not_found` (a project), `permission_missing`.
 */
export async function createSource({ ctx, readBody }: IasoCall): Promise<Response> {
  const written = parseInput(sourceSchema.required({ name: true }), await readBody());
  const { name } = written;
  if (written.default_version_id) return refuse('default_version_id', 'A new source has no version yet.');
  const pyramid = await createPyramid(ctx, {
    ...{ name, description: '', isReadOnly: false, treeStatuses: ['VALID'], studyIds: [] },
    ...(await membersOf(ctx, written)),
  });
  return answerJson(await tellSource(ctx, pyramid), 201);
}

/**
 * `PUT /api/datasources/{id}/`: sets what is sent; the version that is meant when none is named needs a right of its own.
 * Errors: as {@link createSource}, and `not_found`.
 */
export async function putSource(call: IasoCall): Promise<Response> {
  const { ctx, legacyId, readBody } = call;
  const written = parseInput(sourceSchema, await readBody());
  const before = await getPyramid(ctx, await one(ctx, 'pyramid', legacyId()));
  const members = await membersOf(ctx, written);
  const wanted = written.default_version_id;
  const versionId = wanted ? await versionOf(ctx, before.id, wanted) : before.defaultVersionId;
  await ctx.db.transaction(async () => {
    if (Object.keys(members).length > 0) await updatePyramid(ctx, { id: before.id, ...members });
    if (versionId !== null && versionId !== before.defaultVersionId) {
      await makeVersionDefault(ctx, { id: versionId, confirmed: defaultImpacts });
    }
  });
  return getSource(call);
}

async function membersOf(ctx: Context, written: WrittenSource) {
  const { name, description, read_only: isReadOnly, tree_config_status_fields: treeStatuses } = written;
  if (written.credentials !== undefined && written.credentials !== null) {
    refuse('credentials', 'This cannot be set through this address.');
  }
  const { project_ids: projects } = written;
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description: description ?? '' }),
    ...(isReadOnly === undefined ? {} : { isReadOnly }),
    ...(treeStatuses === undefined ? {} : { treeStatuses }),
    ...(projects ? { studyIds: await Promise.all(projects.map((project) => studyNamed(ctx, project))) } : {}),
  };
}

/** The id of a version of a pyramid. Errors: `not_found`. */
async function versionOf(ctx: Context, pyramidId: string, legacyId: number): Promise<string> {
  const id = await one(ctx, 'version', legacyId);
  const versions = await readAll((cursor) => listVersions(ctx, { pyramidId, cursor, limit: 200 }), 2_000);
  if (!versions.some((version) => version.id === id)) throw new Problem('not_found');
  return id;
}

const versionSchema = z.looseObject({ description: z.string().max(2000).nullish() });

/** `PUT` and `PATCH /api/sourceversions/{id}/`: what a version is about. Errors: `not_found`, `permission_missing`. */
export async function putSourceVersion(call: IasoCall): Promise<Response> {
  const { ctx, legacyId, readBody } = call;
  const { description } = parseInput(versionSchema, await readBody());
  const id = await one(ctx, 'version', legacyId());
  if (description !== undefined) await updateVersion(ctx, { id, description: description ?? '' });
  return getSourceVersion(call);
}
