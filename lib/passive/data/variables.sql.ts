import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { VariableTally } from '../domain/codebook/tally-variables.ts';
import type { TenantScope } from './export-points.sql.ts';

/** Variables of one type in one study; what data with ever new names makes beyond that is left out. */
const maxVariables = 2000;

/**
 * Merges what points told of variables into what is known; the rows must come in the order of the primary key.
 * Examples are only sent when they changed.
 */
export async function mergeVariables(db: Database, tallies: readonly VariableTally[]): Promise<void> {
  const list = <Value extends string | number | null>(
    type: Parameters<typeof textList>[1],
    read: (tally: VariableTally) => Value,
  ) => textList(tallies.map(read), type);
  const hasNew = tallies.some(({ note }) => note.savedRevision < 0);
  await db.execute(sql`
    INSERT INTO data_variables AS v (organization_id, study_id, type_id, path, kinds, minimum, maximum, longest,
      most_items, examples, has_examples, point_count, first_seen_at, last_seen_at)
    SELECT n.organization_id, n.study_id, n.type_id, n.path, n.kinds, n.minimum, n.maximum, n.longest, n.most_items,
      ARRAY(SELECT json_array_elements_text(n.examples)), n.has_examples = 1, n.points,
      timestamptz 'epoch' + n.first_ms * interval '1 millisecond',
      timestamptz 'epoch' + n.last_ms * interval '1 millisecond'
    FROM unnest(${list('uuid', ({ organizationId }) => organizationId)}, ${list('uuid', ({ studyId }) => studyId)},
        ${list('int4', ({ typeId }) => typeId)}, ${tallies.map(({ note }) => note.path)}::text[],
        ${list('int4', ({ note }) => note.kinds)}, ${list('float8', ({ note }) => finite(note.minimum))},
        ${list('float8', ({ note }) => finite(note.maximum))}, ${list('int4', ({ note }) => note.longest)},
        ${list('int4', ({ note }) => note.mostItems)}, ${list('json', newExamples)},
        ${list('int4', ({ note }) => (note.hasExamples ? 1 : 0))}, ${list('int8', ({ pointCount }) => pointCount)},
        ${list('float8', ({ firstMs }) => firstMs)}, ${list('float8', ({ lastMs }) => lastMs)})
      AS n (organization_id, study_id, type_id, path, kinds, minimum, maximum, longest, most_items, examples,
        has_examples, points, first_ms, last_ms)
    ${hasNew ? isWelcome() : rawSql('')}
    ORDER BY n.organization_id, n.study_id, n.type_id, n.path COLLATE "C"
    ON CONFLICT (organization_id, study_id, type_id, path) DO UPDATE SET
      kinds = v.kinds | excluded.kinds,
      minimum = least(v.minimum, excluded.minimum), maximum = greatest(v.maximum, excluded.maximum),
      longest = greatest(v.longest, excluded.longest), most_items = greatest(v.most_items, excluded.most_items),
      examples = CASE WHEN NOT (v.has_examples AND excluded.has_examples) THEN '{}'
        WHEN excluded.examples <@ v.examples THEN v.examples
        ELSE ARRAY(SELECT DISTINCT e FROM unnest(v.examples || excluded.examples) AS e ORDER BY e) END,
      has_examples = v.has_examples AND excluded.has_examples,
      point_count = v.point_count + excluded.point_count,
      first_seen_at = least(v.first_seen_at, excluded.first_seen_at),
      last_seen_at = greatest(v.last_seen_at, excluded.last_seen_at)`);
}

/** A variable that is there already, or one for which there is room. */
function isWelcome(): SqlStatement {
  const ofType = rawSql(
    'k.organization_id = n.organization_id AND k.study_id = n.study_id AND k.type_id = n.type_id',
  );
  return sql`WHERE (SELECT count(*) FROM data_variables k WHERE ${ofType}) < ${maxVariables}
    OR EXISTS (SELECT 1 FROM data_variables k WHERE ${ofType} AND k.path = n.path)`;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function newExamples({ note }: VariableTally): string | null {
  return note.revision === note.savedRevision ? null : JSON.stringify(note.examples);
}

const variableSchema = z.object({
  typeId: z.number(),
  type: z.string(),
  path: z.string(),
  kinds: z.number(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  longest: z.number(),
  mostItems: z.number(),
  /** False: its texts are not shown in one of the studies, so in none. */
  hasExamples: z.boolean(),
  /** By study. */
  examples: z.array(z.array(z.string()).nullable()),
  pointCount: z.coerce.number(),
  firstSeenAt: z.date(),
  lastSeenAt: z.date(),
});
export type VariableRow = z.infer<typeof variableSchema>;

export interface VariableChoice {
  /** Null: every study. */
  readonly studyIds: readonly string[] | null;
  /** The type's identifier; null: every type. */
  readonly type: string | null;
}

/** Variables over the chosen studies together, by type and path. */
export function selectVariables(
  { db, organizationId }: TenantScope,
  { studyIds, type }: VariableChoice,
): Promise<VariableRow[]> {
  return db.query(
    variableSchema,
    sql`SELECT v.type_id AS "typeId", d.identifier AS type, v.path, bit_or(v.kinds) AS kinds,
        min(v.minimum) AS minimum, max(v.maximum) AS maximum, max(v.longest) AS longest,
        max(v.most_items) AS "mostItems", sum(v.point_count) AS "pointCount", min(v.first_seen_at) AS "firstSeenAt",
        max(v.last_seen_at) AS "lastSeenAt",
        bool_and(v.has_examples) AS "hasExamples", json_agg(v.examples) AS examples
      FROM data_variables v JOIN data_types d ON d.organization_id = v.organization_id AND d.id = v.type_id
      WHERE v.organization_id = ${organizationId} AND (${type}::text IS NULL OR d.identifier = ${type})
        AND (${studyIds}::uuid[] IS NULL OR v.study_id = ANY (${studyIds}::uuid[]))
      GROUP BY v.type_id, d.identifier, v.path
      ORDER BY d.identifier COLLATE "C", v.path COLLATE "C"`,
  );
}

const typeOfStudySchema = z.object({
  studyId: z.guid(),
  typeId: z.number(),
  type: z.string(),
  sourceIds: z.array(z.guid()),
  pointCount: z.coerce.number(),
});
export type TypeToInfer = z.infer<typeof typeOfStudySchema>;

/** Types of studies that have points, each with its sources; from running totals. Null: every type. */
export function selectTypesToInfer({ db, organizationId }: TenantScope, type: string | null): Promise<TypeToInfer[]> {
  return db.query(
    typeOfStudySchema,
    sql`SELECT t.study_id AS "studyId", t.type_id AS "typeId", d.identifier AS type,
        json_agg(t.source_id ORDER BY t.source_id) AS "sourceIds", sum(t.point_count) AS "pointCount"
      FROM source_types t JOIN data_types d ON d.organization_id = t.organization_id AND d.id = t.type_id
      WHERE t.organization_id = ${organizationId} AND (${type}::text IS NULL OR d.identifier = ${type})
      GROUP BY t.study_id, t.type_id, d.identifier ORDER BY d.identifier, t.study_id`,
  );
}

const countSchema = z.object({ count: z.coerce.number() });

/** Points counted in the variables of a type in a study: it changes with every point that is stored. */
export async function lockVariableCount(
  { db, organizationId }: TenantScope,
  { studyId, typeId }: Pick<TypeToInfer, 'studyId' | 'typeId'>,
): Promise<number> {
  const [row] = await db.query(
    countSchema,
    sql`SELECT coalesce(sum(v.point_count), 0) AS count FROM (
        SELECT point_count FROM data_variables
        WHERE organization_id = ${organizationId} AND study_id = ${studyId} AND type_id = ${typeId}
        ORDER BY path COLLATE "C" FOR UPDATE) v`,
  );
  return row?.count ?? 0;
}

/** Forgets the variables of a type in a study, before they are written anew. */
export async function deleteVariables(
  { db, organizationId }: TenantScope,
  { studyId, typeId }: Pick<TypeToInfer, 'studyId' | 'typeId'>,
): Promise<void> {
  await db.execute(sql`DELETE FROM data_variables
    WHERE organization_id = ${organizationId} AND study_id = ${studyId} AND type_id = ${typeId}`);
}
