import { expect } from 'vitest';
import { z } from 'zod';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor, Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { CreateUnitInput } from '#lib/registry/index.ts';
import { plantPyramid, type PlantedPyramid } from './registry.ts';
import { aPerson, aTenant, contextOf, type Tenant } from './tenant.ts';

/** A small country with a group, beside another pyramid, and people who change it. */
export interface UnitWorld {
  readonly tenant: Tenant;
  readonly pyramid: PlantedPyramid;
  readonly other: PlantedPyramid;
  readonly groupId: string;
  /** Of the other pyramid. */
  readonly otherGroupId: string;
  /** May do everything with units, everywhere. */
  readonly editor: Context;
  /** Somebody with verbs, everywhere or in one tree. */
  as(verbs: readonly Verb[], tree?: string): Context;
  idOf(ref: string): string;
  typeOf(name: string): string;
  /** What makes a valid unit under Kinshasa. */
  aClinic(members?: Partial<CreateUnitInput>): CreateUnitInput;
}

let made = 0;

/** Makes a world of its own. */
export async function aUnitWorld(db: Database): Promise<UnitWorld> {
  const tenant = await aTenant(db);
  const pyramid = await plantPyramid(db, tenant, [
    { ref: 'cd', name: 'RD Congo', type: 'Country' },
    { ref: 'eq', name: 'Équateur', parent: 'cd', type: 'Province' },
    { ref: 'kin', name: 'Kinshasa', parent: 'cd', type: 'Province', code: 'K-1' },
    { ref: 'gombe', name: 'Gombe', parent: 'kin', type: 'Clinic' },
  ]);
  const other = await plantPyramid(db, tenant, [{ ref: 'cd', name: 'Elsewhere', type: 'Land' }]);
  const idOf = (ref: string) => pyramid.ids.get(ref) ?? '';
  const typeOf = (name: string) => pyramid.typeIds.get(name) ?? '';
  const as = (verbs: readonly Verb[], tree: string | null = null) => {
    const actor = aPerson(verbs) as Extract<Actor, { kind: 'user' }>;
    return contextOf(db, tenant, { ...actor, grants: actor.grants.map((grant) => ({ ...grant, orgUnitPath: tree })) });
  };
  return {
    ...{ tenant, pyramid, other, idOf, typeOf, as },
    groupId: await aGroup(db, tenant, { versionId: pyramid.versionId, name: 'Urban' }),
    otherGroupId: await aGroup(db, tenant, { versionId: other.versionId, name: 'Rural' }),
    editor: as(['registry.read', 'registry.edit', 'registry.restore']),
    aClinic(members = {}) {
      made += 1;
      const usual = { typeId: typeOf('Clinic'), parentId: idOf('kin'), status: 'VALID' };
      return { name: `Clinic ${String(made)}`, ...usual, ...members };
    },
  };
}

async function aGroup(
  db: Database,
  { organizationId }: Tenant,
  { versionId, name }: { readonly versionId: string; readonly name: string },
): Promise<string> {
  const id = newId();
  await db.prisma.orgUnitGroup.create({ data: { organizationId, id, versionId, name } });
  return id;
}

/** What work was refused with; work that was done, or failed in another way, fails the test. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (thrown instanceof Problem) return thrown;
  throw thrown instanceof Error ? thrown : new Error('nothing was refused');
}

/** The errors that work was refused with, each as `member code`. */
export async function errorsOf(work: Promise<unknown>): Promise<string[]> {
  return ((await problemOf(work)).errors ?? []).map(({ field, code }) => `${field} ${code}`);
}

/** A square as GeoJSON, its lower left corner at a longitude and latitude. */
export function square(x: number, y: number) {
  const ring = [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
    [x, y + 1],
    [x, y],
  ];
  return { type: 'Polygon' as const, coordinates: [ring] };
}

const placedSchema = z.object({
  id: z.string(),
  legacyId: z.coerce.number(),
  parentId: z.string().nullable(),
  path: z.string(),
});

/** Expects every path of a version to be what the parents make of it. */
export async function expectPathsOfParents(
  db: Database,
  { organizationId }: Tenant,
  { versionId }: Pick<PlantedPyramid, 'versionId'>,
): Promise<void> {
  const rows = await db.query(
    placedSchema,
    sql`SELECT id, legacy_id AS "legacyId", parent_id AS "parentId", path::text AS path FROM org_units
      WHERE organization_id = ${organizationId} AND version_id = ${versionId}`,
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const pathOf = (id: string): string => {
    const row = byId.get(id);
    if (!row) throw new Error('a parent is not in the version');
    return row.parentId === null ? String(row.legacyId) : `${pathOf(row.parentId)}.${String(row.legacyId)}`;
  };
  for (const { id, path } of rows) expect(path).toBe(pathOf(id));
}
