import { z } from 'zod';
import {
  importColumnsSchema,
  importRowPageSchema,
  importSchema,
  importUnitPageSchema,
  startedSchema,
  type ImportColumnsData,
  type ImportData,
  type ImportRowData,
  type ImportUnitData,
} from '#components/imports/import-data.ts';
import { taskSchema, type TaskView } from '#components/tasks/task-data.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { anApiWorld, type ApiCall, type ApiWorld } from './api.ts';
import type { TestPlatform } from './platform.ts';
import { runTasks } from './tasks.ts';

/** An organization into which files are brought through our own API. */
export interface ImportWorld extends ApiWorld {
  readonly call: ApiCall;
  /** Sends a file; gives the import. */
  send(name: string, content: string | Uint8Array): Promise<ImportData>;
  get(id: string): Promise<ImportData>;
  columns(id: string): Promise<ImportColumnsData>;
  /** Starts a task and does the work; gives the task as it ended and the import. */
  work(act: 'check' | 'run' | 'undo', id: string, settings?: object): Promise<{ task: TaskView; import: ImportData }>;
  rows(id: string, code?: string): Promise<readonly ImportRowData[]>;
  units(id: string, act?: string): Promise<readonly ImportUnitData[]>;
  /** What the organization has: units with their members that tests look at, by the order they were made. */
  places(): Promise<readonly z.infer<typeof placeSchema>[]>;
  /** Rows of anything that an import writes. */
  countAll(): Promise<Readonly<Record<string, number>>>;
}

const placeSchema = z.object({
  id: z.string(),
  name: z.string(),
  parent: z.string().nullable(),
  type: z.string().nullable(),
  ref: z.string().nullable(),
  code: z.string(),
  status: z.string(),
  path: z.string(),
  names: z.string(),
  location: z.string().nullable(),
  geom: z.string().nullable(),
  openingDate: z.string().nullable(),
  groups: z.array(z.string()),
});

/** Opens a world of its own on a platform. */
export async function anImportWorld(platform: TestPlatform): Promise<ImportWorld> {
  const world = await anApiWorld(platform.runtime);
  const call = await world.as('manager');
  const { db } = platform.runtime;
  const { id: organizationId } = world.organization;
  const params = (id: string) => ({ params: { id } });
  const get = async (id: string) => importSchema.parse((await call('GET /registry-imports/{id}', params(id))).json);
  return {
    ...world,
    call,
    get,
    async send(name, content) {
      const file = Uint8Array.from(typeof content === 'string' ? Buffer.from(content) : content);
      const { status, json, text } = await call('POST /registry-imports', { query: { name }, file });
      if (status !== 201) throw new Error(`${String(status)}: ${text}`);
      return importSchema.parse(json);
    },
    async columns(id) {
      return importColumnsSchema.parse((await call('GET /registry-imports/{id}/columns', params(id))).json);
    },
    async work(act, id, settings) {
      const body = act === 'undo' ? {} : { body: settings };
      const { status, json, text } = await call(`POST /registry-imports/{id}/${act}`, { ...params(id), ...body });
      if (status !== 202) throw new Error(`${String(status)}: ${text}`);
      const { taskId } = startedSchema.parse(json);
      await runTasks(platform.runtime);
      const task = taskSchema.parse((await call('GET /tasks/{id}', params(taskId))).json);
      return { task, import: await get(id) };
    },
    async rows(id, code) {
      const answer = await call('GET /registry-imports/{id}/rows', { ...params(id), query: { code } });
      return importRowPageSchema.parse(answer.json).items;
    },
    async units(id, act) {
      const answer = await call('GET /registry-imports/{id}/units', { ...params(id), query: { act } });
      return importUnitPageSchema.parse(answer.json).items;
    },
    places: () =>
      db.query(
        placeSchema,
        sql`SELECT u.id, u.name, p.name AS parent, t.name AS type, u.source_ref AS ref, u.code, u.status, u.path::text AS path,
            (SELECT string_agg(a.name, ' > ' ORDER BY nlevel(a.path)) FROM org_units a
              WHERE a.organization_id = u.organization_id AND a.version_id = u.version_id AND a.path @> u.path) AS names,
            ST_AsText(u.location) AS location, ST_AsText(u.geom) AS geom, u.opening_date::text AS "openingDate",
            ARRAY(SELECT g.name FROM org_unit_group_members m JOIN org_unit_groups g
              ON g.organization_id = m.organization_id AND g.id = m.group_id
              WHERE m.organization_id = u.organization_id AND m.unit_id = u.id ORDER BY 1) AS groups
          FROM org_units u LEFT JOIN org_units p ON p.organization_id = u.organization_id AND p.id = u.parent_id
          LEFT JOIN org_unit_types t ON t.organization_id = u.organization_id AND t.id = u.type_id
          WHERE u.organization_id = ${organizationId} ORDER BY u.legacy_id`,
      ),
    async countAll() {
      const [row] = await db.query(
        z.record(z.string(), z.coerce.number()),
        sql`SELECT
          (SELECT count(*) FROM pyramids WHERE organization_id = ${organizationId}) AS pyramids,
          (SELECT count(*) FROM pyramid_versions WHERE organization_id = ${organizationId}) AS versions,
          (SELECT count(*) FROM org_units WHERE organization_id = ${organizationId}) AS units,
          (SELECT count(*) FROM org_unit_groups WHERE organization_id = ${organizationId}) AS groups,
          (SELECT count(*) FROM org_unit_types WHERE organization_id = ${organizationId}) AS types,
          (SELECT count(*) FROM org_unit_changes WHERE organization_id = ${organizationId}) AS changes`,
      );
      return row ?? {};
    },
  };
}

/** A square of one degree. */
export const square = (x: number, y: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + 1, y],
      [x + 1, y + 1],
      [x, y + 1],
      [x, y],
    ],
  ],
});

/** A feature of GeoJSON that names its place and its parent by reference. */
export const feature = (ref: string, parent: string | null, geometry: object | null, more: object = {}) => ({
  type: 'Feature',
  properties: { ref, name: `Place ${ref}`, parent, opened: null, code: '', ...more },
  geometry,
});
/** A file of features. */
export const aCollection = (features: readonly object[], more: object = {}) =>
  JSON.stringify({ type: 'FeatureCollection', ...more, features });
