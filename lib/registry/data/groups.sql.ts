import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { newId } from '#lib/platform/ids.ts';
import type { ImportedGroup } from '../domain/imported-unit.ts';
import type { RegistryScope } from './scope.ts';

const groupSchema = z.object({ id: z.string(), ref: z.string(), name: z.string() });
export type VersionGroup = z.infer<typeof groupSchema>;

/** The groups of a version; one without reference has a made-up one. */
export function selectGroups({ db, organizationId }: RegistryScope, versionId: string): Promise<VersionGroup[]> {
  return db.query(
    groupSchema,
    sql`SELECT id, coalesce(source_ref, 'iaso:' || legacy_id) AS ref, name FROM org_unit_groups
      WHERE organization_id = ${organizationId} AND version_id = ${versionId} ORDER BY name, id`,
  );
}

/** What bringing groups into a version did. */
export interface UpsertedGroups {
  readonly made: readonly string[];
  readonly renamed: readonly { readonly id: string; readonly from: string; readonly to: string }[];
}

/** Adds groups, and renames those that are there under another name. */
export async function upsertGroups(
  scope: RegistryScope,
  versionId: string,
  groups: readonly ImportedGroup[],
): Promise<UpsertedGroups> {
  const known = new Map((await selectGroups(scope, versionId)).map((group) => [group.ref, group]));
  const made: string[] = [];
  const renamed: { id: string; from: string; to: string }[] = [];
  for (const { ref, name } of groups) {
    const group = known.get(ref);
    if (!group) made.push(await insertGroup(scope, versionId, { ref, name }));
    else if (group.name !== name) {
      await renameGroup(scope, group.id, name);
      renamed.push({ id: group.id, from: group.name, to: name });
    }
  }
  return { made, renamed };
}

/** Gives a group another name. */
export async function renameGroup({ db, organizationId, now }: RegistryScope, id: string, name: string): Promise<void> {
  await db.execute(sql`UPDATE org_unit_groups SET name = ${name}, updated_at = ${now}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

async function insertGroup(
  { db, organizationId, now }: RegistryScope,
  versionId: string,
  { ref, name }: ImportedGroup,
): Promise<string> {
  const id = newId();
  await db.execute(sql`
    INSERT INTO org_unit_groups (organization_id, id, version_id, name, source_ref, created_at, updated_at)
    VALUES (${organizationId}, ${id}, ${versionId}, ${name}, ${ref}, ${now}, ${now})`);
  return id;
}

const membersPerStatement = 10_000;

/** Makes units members of exactly these groups. */
export async function setMemberships(
  { db, organizationId }: RegistryScope,
  versionId: string,
  units: readonly { readonly id: string; readonly groupIds: readonly string[] }[],
): Promise<void> {
  for (let from = 0; from < units.length; from += membersPerStatement) {
    const batch = units.slice(from, from + membersPerStatement);
    const pairs = batch.flatMap(({ id, groupIds }) => groupIds.map((groupId) => ({ id, groupId })));
    await db.execute(sql`DELETE FROM org_unit_group_members
      WHERE organization_id = ${organizationId} AND unit_id = ANY(${textList(batch.map(({ id }) => id), 'uuid')})`);
    if (pairs.length === 0) continue;
    await db.execute(sql`
      INSERT INTO org_unit_group_members (organization_id, version_id, group_id, unit_id)
      SELECT ${organizationId}::uuid, ${versionId}::uuid, n.group_id, n.unit_id
      FROM unnest(${textList(pairs.map(({ groupId }) => groupId), 'uuid')}, ${textList(pairs.map(({ id }) => id), 'uuid')})
        AS n (group_id, unit_id)`);
  }
}
