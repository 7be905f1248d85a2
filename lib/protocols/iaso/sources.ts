import { answerJson } from '#lib/platform/http/answer-json.ts';
import { z } from 'zod';
import { listStudies } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getTask } from '#lib/platform/tasks/index.ts';
import {
  createVersion,
  findPyramidConnection,
  getPyramid,
  listPyramids,
  listVersions,
  orderVersionCopy,
} from '#lib/registry/index.ts';
import type { IasoCall } from './exchange.ts';
import { one } from './place-searches.ts';
import { readAll } from './read-all.ts';
import { readFlag, readInteger, readList, readText, refuse } from './read-params.ts';
import { asTask } from './tasks.ts';
import { tellList } from './tell-list.ts';
import { seconds } from './unit-shapes.ts';

type Pyramid = Awaited<ReturnType<typeof getPyramid>>;
type Version = Awaited<ReturnType<typeof listVersions>>['items'][number];

const mostPyramids = 2_000;
const mostVersions = 2_000;

/** `GET /api/datasources/`: pyramids with their versions, by name; `filter_empty_versions`: those alone that have some. */
export async function listSources({ ctx, params }: IasoCall): Promise<Response> {
  const name = readText(params, 'name')?.toLowerCase();
  const wanted = await studiesOf(ctx, readList(params, 'project_ids'));
  const isFilled = readFlag(params, 'filter_empty_versions') ?? false;
  const pyramids = (await readPyramids(ctx)).filter(
    (one) =>
      (name === undefined || one.name.toLowerCase().includes(name)) &&
      (wanted === undefined || one.studyIds.some((id) => wanted.has(id))) &&
      (!isFilled || one.versionCount > 0),
  );
  const tell = await tellerOf(ctx);
  const rows = await Promise.all(pyramids.map(tell));
  return tellList({ key: 'sources', rows, params, sorts: ['id', 'name', 'read_only', 'created_at', 'updated_at'] });
}

/** Ids of the studies that are named by id or key; names of none are left out. */
async function studiesOf(ctx: Context, named: readonly string[] | undefined): Promise<ReadonlySet<string> | undefined> {
  if (named === undefined) return undefined;
  const studies = (await listStudies(ctx)).filter(({ id, key }) => named.includes(id) || named.includes(key));
  return new Set(studies.map(({ id }) => id));
}

/** `GET /api/datasources/dropdown/`. */
export async function listSourceChoices({ ctx }: IasoCall): Promise<Response> {
  const choices = (await readPyramids(ctx)).map(({ legacyId, name, studyIds }) => ({
    id: legacyId,
    name,
    projects: studyIds,
  }));
  return answerJson(choices);
}

/** `GET /api/datasources/{id}/`. Errors: `not_found`, `permission_missing`. */
export async function getSource({ ctx, legacyId }: IasoCall): Promise<Response> {
  return answerJson(await tellSource(ctx, await getPyramid(ctx, await one(ctx, 'pyramid', legacyId()))));
}

/** A pyramid as Iaso tells its sources. */
export async function tellSource(ctx: Context, pyramid: Pyramid): Promise<object> {
  return (await tellerOf(ctx))(pyramid);
}

/** `GET /api/sourceversions/`: of all sources, or of `source`. */
export async function listSourceVersions({ ctx, params }: IasoCall): Promise<Response> {
  const source = readInteger(params, 'source');
  const pyramids = (await readPyramids(ctx)).filter(({ legacyId }) => source === undefined || legacyId === source);
  const lists = await Promise.all(
    pyramids.map(async (pyramid) => (await readVersions(ctx, pyramid)).map((version) => asVersion(version, pyramid))),
  );
  const rows = lists.flat().toSorted((a, b) => a.id - b.id);
  return tellList({
    key: 'versions',
    rows,
    params,
    sorts: ['id', 'number', 'data_source', 'created_at', 'updated_at'],
  });
}

/** `GET /api/sourceversions/dropdown/`. */
export async function listVersionChoices({ ctx }: IasoCall): Promise<Response> {
  const lists = (await readPyramids(ctx)).map(async (pyramid) =>
    (await readVersions(ctx, pyramid)).map(({ legacyId, number }) => ({
      id: legacyId,
      number,
      data_source: pyramid.legacyId,
      data_source_name: pyramid.name,
    })),
  );
  return answerJson((await Promise.all(lists)).flat());
}

/** `GET /api/sourceversions/{id}/`. Errors: `not_found`, `permission_missing`. */
export async function getSourceVersion({ ctx, legacyId }: IasoCall): Promise<Response> {
  const id = await one(ctx, 'version', legacyId());
  for (const pyramid of await readPyramids(ctx)) {
    const version = (await readVersions(ctx, pyramid)).find((each) => each.id === id);
    if (version) return answerJson(asVersion(version, pyramid));
  }
  throw new Problem('not_found');
}

const newVersionSchema = z.looseObject({
  data_source: z.coerce.number().int(),
  number: z.coerce.number().int().min(0).nullish(),
  description: z.string().max(2000).nullish(),
});

/** `POST /api/sourceversions/`: an empty version with the next number. Errors: `not_found`, `already_exists`. */
export async function createSourceVersion({ ctx, readBody }: IasoCall): Promise<Response> {
  const { data_source: source, number, description } = parseInput(newVersionSchema, await readBody());
  const pyramid = await getPyramid(ctx, await one(ctx, 'pyramid', source));
  const version = await createVersion(ctx, {
    pyramidId: pyramid.id,
    description: description ?? '',
    ...(number === null || number === undefined ? {} : { number }),
  });
  return answerJson(asVersion(version, pyramid), 201);
}

const copySchema = z.looseObject({
  source_source_id: z.coerce.number().int(),
  source_version_number: z.coerce.number().int(),
  destination_source_id: z.coerce.number().int().nullish(),
  destination_version_number: z.coerce.number().int().nullish(),
  force: z.boolean().default(false),
});

/** `POST /api/copyversion/`: copies a version as a task. A destination with units is refused unless forced. */
export async function copySourceVersion({ ctx, readBody }: IasoCall): Promise<Response> {
  const order = parseInput(copySchema, await readBody());
  const from = await getPyramid(ctx, await one(ctx, 'pyramid', order.source_source_id));
  const version = (await readVersions(ctx, from)).find(({ number }) => number === order.source_version_number);
  if (!version) throw new Problem('not_found');
  const destination = order.destination_source_id;
  const number = order.destination_version_number;
  try {
    const { taskId } = await orderVersionCopy(ctx, {
      versionId: version.id,
      ...(destination ? { pyramidId: await one(ctx, 'pyramid', destination) } : {}),
      ...(number === null || number === undefined ? {} : { number }),
      force: order.force,
    });
    return answerJson({ task: asTask(await getTask(ctx, taskId)) });
  } catch (error) {
    if (error instanceof Problem && error.code === 'version_not_empty') return refuse('force', error.message);
    throw error;
  }
}

function readPyramids(ctx: Context): Promise<readonly Pyramid[]> {
  return readAll((cursor) => listPyramids(ctx, { ...(cursor ? { cursor } : {}), limit: 200 }), mostPyramids);
}

function readVersions(ctx: Context, { id }: Pyramid): Promise<readonly Version[]> {
  return readAll((cursor) => listVersions(ctx, { pyramidId: id, cursor, limit: 200 }), mostVersions);
}

async function tellerOf(ctx: Context) {
  const studies = new Map((await listStudies(ctx)).map((study) => [study.id as string, study]));
  return async (pyramid: Pyramid) => {
    const versions = (await readVersions(ctx, pyramid)).map((version) => {
      const { legacyId, number, description, unitCount, createdAt, updatedAt } = version;
      const times = { created_at: seconds(createdAt), updated_at: seconds(updatedAt) };
      return { id: legacyId, number, description, ...times, org_units_count: unitCount, isDefault: version.isDefault };
    });
    const told = versions.map(({ isDefault: _isDefault, ...version }) => version);
    const connection = await findPyramidConnection(ctx, pyramid);
    const projects = pyramid.studyIds.flatMap((id) => studies.get(id) ?? []);
    return {
      id: pyramid.legacyId,
      name: pyramid.name,
      read_only: pyramid.isReadOnly,
      credentials: connection && {
        ...{ id: pyramid.legacyId, name: connection.name, login: connection.login, url: connection.url },
      },
      description: pyramid.description,
      created_at: pyramid.createdAt.toISOString(),
      updated_at: pyramid.updatedAt.toISOString(),
      default_version: told[versions.findIndex(({ isDefault }) => isDefault)] ?? null,
      tree_config_status_fields: pyramid.treeStatuses,
      // A list in a list: what clients of Iaso read (`projects[0]`).
      projects: [projects.map(({ id, name, key }) => ({ id, name, app_id: key }))],
      versions: told,
      url: connection?.url ?? null,
    };
  };
}

function asVersion(version: Version, pyramid: Pyramid) {
  return {
    id: version.legacyId,
    data_source: pyramid.legacyId,
    number: version.number,
    description: version.description,
    created_at: version.createdAt.toISOString(),
    updated_at: version.updatedAt.toISOString(),
    data_source_name: pyramid.name,
    is_default: version.isDefault,
    org_units_count: version.unitCount,
  };
}
