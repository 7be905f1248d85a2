import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId, type OrganizationId } from '#lib/platform/ids.ts';

export interface FilledVersion {
  readonly pyramidId: string;
  readonly versionId: string;
}

/** Units written in one statement: the embedded database has one session. */
const unitsPerStatement = 50_000;

/**
 * Fills a version with units straight in SQL: a country, 10 regions, 200 districts, an area for every 100 facilities, and
 * facilities with names and places. Areas have squares that lie side by side. The default of its organization.
 */
export async function fillUnits(db: Database, organizationId: OrganizationId, units: number): Promise<FilledVersion> {
  const [pyramidId, versionId] = [newId(), newId()];
  await db.execute(sql`INSERT INTO pyramids (organization_id, id, name, is_default)
    VALUES (${organizationId}, ${pyramidId}, 'Bench', true)`);
  await db.execute(sql`INSERT INTO pyramid_versions (organization_id, id, pyramid_id, number, is_default)
    VALUES (${organizationId}, ${versionId}, ${pyramidId}, 0, true)`);
  const types = ['Country', 'Region', 'District', 'Area', 'Facility'].map((name) => ({ name, id: newId() }));
  for (const [depth, { name, id }] of types.entries()) {
    await db.execute(sql`INSERT INTO org_unit_types (organization_id, id, name, short_name, depth)
      VALUES (${organizationId}, ${id}, ${name}, ${name}, ${depth})`);
  }
  const first = await takeIds(db, units);
  const areas = Math.max(Math.floor(units / 100), 1);
  const layout = { organizationId, versionId, first, areas, typeIds: types.map(({ id }) => id) };
  for (let from = 0; from < units; from += unitsPerStatement) {
    await insertUnits(db, layout, { from, to: Math.min(from + unitsPerStatement, units) });
  }
  return { pyramidId, versionId };
}

/** The first of so many integer ids in a row. */
async function takeIds(db: Database, count: number): Promise<number> {
  const [row] = await db.query(
    z.object({ first: z.coerce.number() }),
    sql`SELECT setval('org_units_legacy_id_seq', nextval('org_units_legacy_id_seq') + ${count}) - ${count} AS first`,
  );
  if (!row) throw new Error('a sequence gave no number');
  return row.first;
}

interface Layout {
  readonly organizationId: OrganizationId;
  readonly versionId: string;
  readonly first: number;
  readonly areas: number;
  /** From the top. */
  readonly typeIds: readonly string[];
}

const regions = 10;
const districts = 200;

/**
 * `n` is a unit's number from 0; its id is made of the version's and its own number, so that children find their parents.
 */
async function insertUnits(
  db: Database,
  { organizationId, versionId, first, areas, typeIds }: Layout,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<void> {
  const [firstDistrict, firstArea] = [1 + regions, 1 + regions + districts];
  const firstFacility = firstArea + areas;
  await db.execute(sql`
    INSERT INTO org_units (organization_id, id, legacy_id, version_id, parent_id, path, type_id, name, status, source_ref,
      code, location, geom, simplified_geom)
    SELECT ${organizationId}::uuid, md5(${versionId}::text || n)::uuid, ${first}::int8 + n, ${versionId}::uuid,
      md5(${versionId}::text || line[array_length(line, 1) - 1])::uuid,
      (SELECT string_agg((${first}::int8 + step)::text, '.' ORDER BY place) FROM unnest(line) WITH ORDINALITY AS s (step, place))::ltree,
      (${[...typeIds]}::uuid[])[array_length(line, 1)],
      (ARRAY['Kisanga', 'Mbandaka', 'Lowa', 'Équateur', 'Bikoro', 'Nsele', 'Masina', 'Tshela', 'Boma', 'Ingende'])[1 + n % 10]
        || ' ' || (ARRAY['Centre de Santé', 'Poste', 'Hôpital', 'Clinique', 'École'])[1 + n / 10 % 5] || ' ' || n,
      CASE WHEN n % 50 = 7 THEN 'NEW' ELSE 'VALID' END, 'ref-' || n, 'C' || n,
      CASE WHEN array_length(line, 1) = 5 THEN ST_SetSRID(ST_MakePoint(12 + side.x, -10 + side.y, 0), 4326) END,
      square.geom, square.geom
    FROM (SELECT n, CASE
        WHEN n = 0 THEN ARRAY[0]
        WHEN n < ${firstDistrict}::int4 THEN ARRAY[0, n]
        WHEN n < ${firstArea}::int4 THEN ARRAY[0, 1 + n % ${regions}::int4, n]
        WHEN n < ${firstFacility}::int4 THEN ARRAY[0, 1 + (${firstDistrict}::int4 + n % ${districts}::int4) % ${regions}::int4,
          ${firstDistrict}::int4 + n % ${districts}::int4, n]
        ELSE ARRAY[0, 1 + (${firstDistrict}::int4 + (${firstArea}::int4 + n % ${areas}::int4) % ${districts}::int4) % ${regions}::int4,
          ${firstDistrict}::int4 + (${firstArea}::int4 + n % ${areas}::int4) % ${districts}::int4,
          ${firstArea}::int4 + n % ${areas}::int4, n]
      END AS line FROM generate_series(${from}::int4, ${to - 1}::int4) AS n) AS units
    CROSS JOIN LATERAL (SELECT n::int8 * 7919 % 1000003 / 1000003.0 * 18 AS x, n::int8 * 104729 % 1000033 / 1000033.0 * 14 AS y) AS side
    CROSS JOIN LATERAL (SELECT CASE WHEN n >= ${firstDistrict}::int4 AND n < ${firstArea}::int4 THEN ST_Multi(ST_MakeEnvelope(
      12 + (n - ${firstDistrict}::int4) % 20 * 0.9, -10 + (n - ${firstDistrict}::int4) / 20 * 1.4,
      12.9 + (n - ${firstDistrict}::int4) % 20 * 0.9, -8.6 + (n - ${firstDistrict}::int4) / 20 * 1.4, 4326)) END AS geom) AS square`);
}
