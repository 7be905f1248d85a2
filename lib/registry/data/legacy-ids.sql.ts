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
