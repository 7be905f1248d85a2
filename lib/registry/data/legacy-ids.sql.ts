import { z } from 'zod';
import { identifier, sql } from '#lib/platform/db/sql.ts';
import type { LegacyKind } from '../domain/legacy-kind.ts';
import type { RegistryScope } from './scope.ts';

const tables: Readonly<Record<LegacyKind, string>> = {
  unit: 'org_units',
  type: 'org_unit_types',
  group: 'org_unit_groups',
  groupSet: 'org_unit_group_sets',
  pyramid: 'pyramids',
  version: 'pyramid_versions',
  comment: 'org_unit_comments',
};

const pairSchema = z.object({ id: z.string(), legacyId: z.coerce.number() });

/** Our ids by integer ids; what there is not is left out. */
export async function selectIdsOfLegacy(
  { db, organizationId }: RegistryScope,
  kind: LegacyKind,
  legacyIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (legacyIds.length === 0) return new Map();
  const rows = await db.query(
    pairSchema,
    sql`SELECT id, legacy_id AS "legacyId" FROM ${identifier(tables[kind])}
      WHERE organization_id = ${organizationId} AND legacy_id = ANY(${[...legacyIds]}::int8[])`,
  );
  return new Map(rows.map(({ id, legacyId }) => [legacyId, id]));
}

/** Integer ids by our ids. */
export async function selectLegacyOfIds(
  { db, organizationId }: RegistryScope,
  kind: LegacyKind,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query(
    pairSchema,
    sql`SELECT id, legacy_id AS "legacyId" FROM ${identifier(tables[kind])}
      WHERE organization_id = ${organizationId} AND id = ANY(${[...ids]}::uuid[])`,
  );
  return new Map(rows.map(({ id, legacyId }) => [id, legacyId]));
}

const clientSchema = z.object({ id: z.string(), clientUuid: z.string() });

/** Our ids of units of a version by the names that devices gave them. */
export async function selectIdsOfClients(
  { db, organizationId }: RegistryScope,
  versionId: string,
  clientUuids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (clientUuids.length === 0) return new Map();
  const rows = await db.query(
    clientSchema,
    sql`SELECT id, client_uuid AS "clientUuid" FROM org_units WHERE organization_id = ${organizationId}
      AND version_id = ${versionId} AND client_uuid = ANY(${[...clientUuids]}::text[])`,
  );
  return new Map(rows.map(({ id, clientUuid }) => [clientUuid, id]));
}
