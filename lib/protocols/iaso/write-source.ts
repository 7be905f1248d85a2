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
  savePyramidConnection,
  tryPyramidConnection,
  updatePyramid,
  updateVersion,
} from '#lib/registry/index.ts';
import { connectionDraftSchema, connectionTrialSchema } from '#lib/registry/domain/pyramid-connection.ts';
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
    credentials: z.record(z.string(), z.unknown()).nullable(),
  })
  .partial();
type WrittenSource = z.infer<typeof sourceSchema>;

/**
 * `POST /api/datasources/`: a pyramid without versions. Errors: `input_invalid`, `already_exists` (its name, in the
 * organization), `not_found` (a project), `permission_missing`.
 */
export async function createSource({ ctx, readBody, runtime }: IasoCall): Promise<Response> {
  const written = parseInput(sourceSchema.required({ name: true }), await readBody());
  const { name } = written;
  if (written.default_version_id) return refuse('default_version_id', 'A new source has no version yet.');
  const connection = readConnection(written);
  const members = await membersOf(ctx, written);
  const pyramid = await ctx.db.transaction(async () => {
    const made = await createPyramid(ctx, {
      ...{ name, description: '', isReadOnly: false, treeStatuses: ['VALID'], studyIds: [] },
      ...members,
    });
    if (connection) await savePyramidConnection(ctx, { pyramidId: made.id, draft: connection }, runtime.config);
    return made;
  });
  return answerJson(await tellSource(ctx, pyramid), 201);
}

/**
 * `PUT /api/datasources/{id}/`: sets what is sent; the version that is meant when none is named needs a right of its own.
 * Errors: as {@link createSource}, and `not_found`.
 */
export async function putSource(call: IasoCall): Promise<Response> {
  const { ctx, legacyId, readBody, runtime } = call;
  const written = parseInput(sourceSchema, await readBody());
  const before = await getPyramid(ctx, await one(ctx, 'pyramid', legacyId()));
  const members = await membersOf(ctx, written);
  const connection = readConnection(written);
  const wanted = written.default_version_id;
  const versionId = wanted ? await versionOf(ctx, before.id, wanted) : before.defaultVersionId;
  await ctx.db.transaction(async () => {
    if (Object.keys(members).length > 0) await updatePyramid(ctx, { id: before.id, ...members });
    if (connection) await savePyramidConnection(ctx, { pyramidId: before.id, draft: connection }, runtime.config);
    if (versionId !== null && versionId !== before.defaultVersionId) {
      await makeVersionDefault(ctx, { id: versionId, confirmed: defaultImpacts });
    }
  });
  return getSource(call);
}

/** What is said of a DHIS2, in our words. Errors: `input_invalid`. */
function readConnection({ credentials }: WrittenSource) {
  if (!credentials) return null;
  const { dhis_name: name, dhis_url: url, dhis_login: login, dhis_password: password } = credentials;
  return parseInput(connectionDraftSchema, { name, url, login, password: password ?? '' });
}

const trialSchema = z.looseObject({
  dhis2_url: z.string(),
  dhis2_login: z.string(),
  dhis2_password: z.string().nullish(),
  data_source: z.coerce.number().int().nullish(),
});
/** What clients show for each way in which a trial may fail. */
const trialErrors = {
  refused: { dhis2_password: ['dhis2InvalideUserOrPasswordError'] },
  password_missing: { dhis2_password: ['dhis2PasswordBlankError'] },
  unreachable: { dhis2_url: ['dhis2ServerConnectionError'] },
  forbidden: { dhis2_url: ['dhis2ServerConnectionError'] },
} as const;

/**
 * `POST /api/datasources/check_dhis2/`: signs in to a DHIS2; without a password with that of `data_source`, if the address
 * is the same. Errors: `input_invalid`, `not_found`, `permission_missing`; what came of it has status 400 and Iaso's words.
 */
export async function checkDhis2({ ctx, readBody, runtime }: IasoCall): Promise<Response> {
  const { dhis2_url: url, dhis2_login: login, ...rest } = parseInput(trialSchema, await readBody());
  const trial = parseInput(connectionTrialSchema, { url, login, password: rest.dhis2_password ?? '' });
  const pyramidId = rest.data_source ? await one(ctx, 'pyramid', rest.data_source) : null;
  const tried = await tryPyramidConnection(ctx, { pyramidId, trial }, runtime.config);
  return tried.outcome === 'ok' ? answerJson({ test: 'ok' }) : answerJson(trialErrors[tried.outcome], 400);
}

async function membersOf(ctx: Context, written: WrittenSource) {
  const { name, description, read_only: isReadOnly, tree_config_status_fields: treeStatuses } = written;
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
