import { z } from 'zod';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { RegistryScope } from './scope.ts';

const rowSchema = z.object({
  id: z.string(),
  unitId: z.string(),
  parentId: z.string().nullable(),
  authorId: z.string().nullable(),
  authorLabel: z.string(),
  body: z.string(),
  createdAt: z.date(),
  removedAt: z.date().nullable(),
});
/** A comment as it is kept. */
export type StoredComment = z.infer<typeof rowSchema>;

const columns = sql`c.id, c.unit_id AS "unitId", c.parent_id AS "parentId", c.author_id AS "authorId",
  c.author_label AS "authorLabel", c.body, c.created_at AS "createdAt", c.removed_at AS "removedAt"`;

/** Comments that answer none, newest first; of those taken back only the ones with answers. */
export function selectThreads(
  { db, organizationId }: RegistryScope,
  { unitId, beforeId, limit }: { readonly unitId: string; readonly beforeId: string | null; readonly limit: number },
): Promise<StoredComment[]> {
  return db.query(
    rowSchema,
    sql`SELECT ${columns} FROM org_unit_comments c
      WHERE c.organization_id = ${organizationId} AND c.unit_id = ${unitId} AND c.parent_id IS NULL
        AND (${beforeId}::uuid IS NULL OR c.id < ${beforeId}::uuid)
        AND (c.removed_at IS NULL OR EXISTS (SELECT 1 FROM org_unit_comments a
          WHERE a.organization_id = c.organization_id AND a.parent_id = c.id AND a.removed_at IS NULL))
      ORDER BY c.id DESC LIMIT ${limit}`,
  );
}

/** Answers to some comments of a unit, oldest first. */
export function selectAnswers(
  { db, organizationId }: RegistryScope,
  unitId: string,
  threadIds: readonly string[],
): Promise<StoredComment[]> {
  return db.query(
    rowSchema,
    sql`SELECT ${columns} FROM org_unit_comments c
      WHERE c.organization_id = ${organizationId} AND c.unit_id = ${unitId}
        AND c.parent_id = ANY(${textList(threadIds, 'uuid')}) AND c.removed_at IS NULL
      ORDER BY c.id`,
  );
}

/** A comment by its id; null when the unit has none. */
export async function findComment(
  { db, organizationId }: RegistryScope,
  unitId: string,
  id: string,
): Promise<StoredComment | null> {
  const [row] = await db.query(
    rowSchema,
    sql`SELECT ${columns} FROM org_unit_comments c
      WHERE c.organization_id = ${organizationId} AND c.unit_id = ${unitId} AND c.id = ${id}`,
  );
  return row ?? null;
}

export async function insertComment(
  { db, organizationId }: RegistryScope,
  comment: Omit<StoredComment, 'removedAt'>,
): Promise<void> {
  const { id, unitId, parentId, authorId, authorLabel, body, createdAt } = comment;
  await db.execute(sql`
    INSERT INTO org_unit_comments (organization_id, id, unit_id, parent_id, author_id, author_label, body, created_at)
    VALUES (${organizationId}, ${id}, ${unitId}, ${parentId}::uuid, ${authorId}::uuid, ${authorLabel}, ${body},
      ${createdAt})`);
}

/** Takes a comment back; its words stay in the table for the log of the organization. */
export async function markCommentRemoved({ db, organizationId, now }: RegistryScope, id: string): Promise<void> {
  await db.execute(sql`UPDATE org_unit_comments SET removed_at = ${now}
    WHERE organization_id = ${organizationId} AND id = ${id} AND removed_at IS NULL`);
}
