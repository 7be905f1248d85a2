import { z } from 'zod';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { BulkChange, EditedUnit } from '../domain/bulk-edit.ts';
import { unitStatusSchema } from '../domain/org-unit.ts';
import type { PreparedSearch } from '../domain/unit-search.ts';
import type { RegistryScope } from './scope.ts';
import { anyUnitCondition, unitsOfVersion } from './search-units.sql.ts';

/** Units of a version that a bulk edit is about. */
export interface ChosenUnits {
  readonly versionId: string;
  /** ltree paths of the trees the actor may see, and of those the actor may edit in; null: all of it. */
  readonly trees: readonly string[] | null;
  readonly editTrees: readonly string[] | null;
  /** Null: the units are named. */
  readonly searches: readonly PreparedSearch[] | null;
  /** The units, or those that are left out of what the searches find. */
  readonly ids: readonly string[];
}

function chosen(scope: RegistryScope, { versionId, trees, searches, ids }: ChosenUnits): SqlStatement {
  const named = sql`u.id = ANY(${textList(ids, 'uuid')})`;
  if (searches === null) return sql`${unitsOfVersion(scope, versionId, trees)} AND ${named}`;
  const found = anyUnitCondition(scope, { versionId, trees, searches });
  return ids.length === 0 ? found : sql`${found} AND NOT (${named})`;
}

/** How many units are chosen. */
export async function countChosen(scope: RegistryScope, units: ChosenUnits): Promise<number> {
  const [row] = await scope.db.query(
    z.object({ count: z.coerce.number() }),
    sql`SELECT count(*) AS count FROM org_units u WHERE ${chosen(scope, units)}`,
  );
  return row?.count ?? 0;
}

const editedUnitSchema = z.object({
  id: z.string(),
  legacyId: z.coerce.number(),
  name: z.string(),
  status: unitStatusSchema,
  typeId: z.string().nullable(),
  code: z.string(),
  groupIds: z.array(z.string()),
  isEditable: z.boolean(),
});

export interface ChosenPage {
  /** Id of the last unit seen; null: from the start. */
  readonly after: string | null;
  readonly limit: number;
  /** Nobody else may change them before the transaction ends. */
  readonly isLocked: boolean;
}

/** One page of the chosen units, by id. */
export function selectChosenPage(
  scope: RegistryScope,
  units: ChosenUnits,
  { after, limit, isLocked }: ChosenPage,
): Promise<EditedUnit[]> {
  const { editTrees } = units;
  const behind = after === null ? rawSql('') : sql`AND u.id > ${after}::uuid`;
  const editable =
    editTrees === null ? rawSql('true') : sql`coalesce(u.path <@ ANY(${[...editTrees]}::text[]::ltree[]), false)`;
  return scope.db.query(
    editedUnitSchema,
    sql`SELECT u.id, u.legacy_id AS "legacyId", u.name, u.status, u.type_id AS "typeId", u.code,
        coalesce((SELECT array_agg(m.group_id::text ORDER BY m.group_id) FROM org_unit_group_members m
          WHERE m.organization_id = u.organization_id AND m.unit_id = u.id), '{}') AS "groupIds",
        ${editable} AS "isEditable"
      FROM org_units u WHERE ${chosen(scope, units)} ${behind}
      ORDER BY u.id LIMIT ${limit} ${rawSql(isLocked ? 'FOR UPDATE OF u' : '')}`,
  );
}

/** Those of some codes that valid units of the version have. */
export async function selectTakenCodes(
  { db, organizationId }: RegistryScope,
  versionId: string,
  codes: readonly string[],
): Promise<string[]> {
  if (codes.length === 0) return [];
  const rows = await db.query(
    z.object({ code: z.string() }),
    sql`SELECT DISTINCT code FROM org_units WHERE organization_id = ${organizationId} AND version_id = ${versionId}
      AND status = 'VALID' AND code <> '' AND code = ANY(${[...codes]}::text[])`,
  );
  return rows.map(({ code }) => code);
}

/** Groups that share with some groups a set of which a unit may be in one group only; those groups themselves not. */
export async function selectRivalGroups(
  { db, organizationId }: RegistryScope,
  groupIds: readonly string[],
): Promise<{ readonly groupId: string; readonly rivalId: string }[]> {
  if (groupIds.length === 0) return [];
  return db.query(
    z.object({ groupId: z.string(), rivalId: z.string() }),
    sql`SELECT DISTINCT a.group_id AS "groupId", r.group_id AS "rivalId" FROM org_unit_group_set_groups a
      JOIN org_unit_group_sets s ON s.organization_id = a.organization_id AND s.id = a.set_id AND s.belonging = 'SINGLE'
      JOIN org_unit_group_set_groups r ON r.organization_id = a.organization_id AND r.set_id = a.set_id
        AND r.group_id <> a.group_id
      WHERE a.organization_id = ${organizationId} AND a.group_id = ANY(${textList(groupIds, 'uuid')})`,
  );
}

/** Sets status and type of units, as far as the change names them, and counts their change. */
export async function updateStatusAndType(
  { db, organizationId, now }: RegistryScope,
  ids: readonly string[],
  { status, typeId }: Pick<BulkChange, 'status' | 'typeId'>,
): Promise<void> {
  await db.execute(sql`
    UPDATE org_units SET status = coalesce(${status ?? null}::text, status), type_id = coalesce(${typeId ?? null}::uuid, type_id),
      updated_at = ${now}, revision = revision + 1
    WHERE organization_id = ${organizationId} AND id = ANY(${textList(ids, 'uuid')})`);
}
