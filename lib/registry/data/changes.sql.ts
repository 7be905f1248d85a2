import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { shapeSchema, type Shape } from '../domain/shape.ts';
import type { RegistryScope } from './scope.ts';

/** What changed about a unit: its members as they were and as they are. */
export interface UnitChange {
  readonly id: string;
  readonly unitId: string;
  /** Null: the unit was made. */
  readonly before: object | null;
  readonly after: object | null;
}

export interface ChangeSet {
  readonly versionId: string;
  readonly origin: 'page' | 'api' | 'mobile' | 'bulk' | 'import' | 'undo' | 'copy' | 'restore';
  readonly actorId: string | null;
  readonly actorLabel: string;
  readonly importId: string | null;
}

const changesPerStatement = 5000;

/** Writes the history of units. */
export async function insertChanges(
  { db, organizationId, now }: RegistryScope,
  set: ChangeSet,
  changes: readonly UnitChange[],
): Promise<void> {
  for (let from = 0; from < changes.length; from += changesPerStatement) {
    const batch = changes.slice(from, from + changesPerStatement);
    const texts = (read: (change: UnitChange) => object | null) =>
      batch.map((change) => (read(change) === null ? null : JSON.stringify(read(change))));
    await db.execute(sql`
      INSERT INTO org_unit_changes (organization_id, id, version_id, unit_id, changed_at, origin, actor_id, actor_label,
        import_id, before, after)
      SELECT ${organizationId}::uuid, n.id, ${set.versionId}::uuid, n.unit_id, ${now}, ${set.origin}, ${set.actorId}::uuid,
        ${set.actorLabel}, ${set.importId}::uuid, n.before::jsonb, n.after::jsonb
      FROM unnest(${textList(batch.map(({ id }) => id), 'uuid')}, ${textList(batch.map(({ unitId }) => unitId), 'uuid')},
        ${texts(({ before }) => before)}::text[], ${texts(({ after }) => after)}::text[]) AS n (id, unit_id, before, after)`);
  }
}

const membersSchema = z.record(z.string(), z.unknown());
const changeSchema = z.object({
  id: z.string(),
  changedAt: z.date(),
  origin: z.string(),
  actorId: z.string().nullable(),
  actorLabel: z.string(),
  importId: z.string().nullable(),
  before: membersSchema.nullable(),
  after: membersSchema.nullable(),
});
/** A change of a unit as its history has it. */
export type StoredChange = z.infer<typeof changeSchema>;

interface ChangeFilter {
  readonly unitId: string;
  /** Only changes before this one. */
  readonly beforeId?: string | undefined;
  /** Only this change and those after it. */
  readonly fromId?: string | undefined;
  readonly origin?: string | undefined;
  readonly actorId?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  readonly limit: number;
}

/** Changes of a unit, newest first. */
export function selectChanges(
  { db, organizationId }: RegistryScope,
  { unitId, limit, ...filter }: ChangeFilter,
): Promise<StoredChange[]> {
  const { beforeId = null, fromId = null, origin = null, actorId = null, since = null, until = null } = filter;
  return db.query(
    changeSchema,
    sql`SELECT id, changed_at AS "changedAt", origin, actor_id AS "actorId", actor_label AS "actorLabel",
        import_id AS "importId", before - 'geomWkb' AS before, after
      FROM org_unit_changes
      WHERE organization_id = ${organizationId} AND unit_id = ${unitId}
        AND (${beforeId}::uuid IS NULL OR id < ${beforeId}::uuid) AND (${fromId}::uuid IS NULL OR id >= ${fromId}::uuid)
        AND (${origin}::text IS NULL OR origin = ${origin}::text)
        AND (${actorId}::uuid IS NULL OR actor_id = ${actorId}::uuid)
        AND (${since}::timestamptz IS NULL OR changed_at >= ${since}::timestamptz)
        AND (${until}::timestamptz IS NULL OR changed_at < ${until}::timestamptz)
      ORDER BY id DESC LIMIT ${limit}`,
  );
}

/** The shape that a change of an import replaced, to the bit; null: none is kept with it. */
export async function findReplacedShape(
  { db, organizationId }: RegistryScope,
  changeId: string,
): Promise<Shape | null> {
  const [row] = await db.query(
    z.object({ shape: shapeSchema }),
    sql`SELECT ST_AsGeoJSON(ST_GeomFromWKB(decode(before->>'geomWkb', 'hex')), 17)::jsonb AS shape
      FROM org_unit_changes
      WHERE organization_id = ${organizationId} AND id = ${changeId} AND before ? 'geomWkb'`,
  );
  return row?.shape ?? null;
}

/** The id of the unit that a change is about; null: there is no such change. */
export async function findChangedUnit({ db, organizationId }: RegistryScope, changeId: string): Promise<string | null> {
  const [row] = await db.query(
    z.object({ unitId: z.string() }),
    sql`SELECT unit_id AS "unitId" FROM org_unit_changes WHERE organization_id = ${organizationId} AND id = ${changeId}`,
  );
  return row?.unitId ?? null;
}

/**
 * Keeps the shapes that an import is about to replace, as WKB in hex beside their hash: an undo gives them back to the bit.
 * Call it after {@link insertChanges} and before the units are written.
 */
export async function keepOldShapes({ db, organizationId }: RegistryScope, importId: string): Promise<void> {
  await db.execute(sql`
    UPDATE org_unit_changes c SET before = c.before || jsonb_build_object('geomWkb', encode(ST_AsBinary(u.geom), 'hex'))
    FROM org_units u
    WHERE c.organization_id = ${organizationId} AND c.import_id = ${importId} AND c.before ? 'geomHash'
      AND u.organization_id = c.organization_id AND u.id = c.unit_id AND u.geom IS NOT NULL`);
}
