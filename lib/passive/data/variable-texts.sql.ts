import { sql } from '#lib/platform/db/sql.ts';
import { type VariableText, variableTextSchema } from '../domain/codebook/codebook.ts';
import type { TenantScope } from './export-points.sql.ts';

/** Everything people wrote in the organization's codebook. */
export function selectVariableTexts({ db, organizationId }: TenantScope): Promise<VariableText[]> {
  return db.query(
    variableTextSchema,
    sql`SELECT type, path, title, description, group_name AS "groupName", sort_order AS "sortOrder"
      FROM variable_texts WHERE organization_id = ${organizationId} ORDER BY type, path`,
  );
}

/** Writes a text; one that says nothing is taken away, and the built-in one stands again. */
export async function saveVariableText({ db, organizationId }: TenantScope, text: VariableText, at: Date): Promise<void> {
  const { type, path, title, description, groupName, sortOrder } = text;
  if (title === null && description === null && groupName === null && sortOrder === null) {
    await db.execute(sql`DELETE FROM variable_texts
      WHERE organization_id = ${organizationId} AND type = ${type} AND path = ${path}`);
    return;
  }
  await db.execute(sql`
    INSERT INTO variable_texts (organization_id, type, path, title, description, group_name, sort_order, updated_at)
    VALUES (${organizationId}, ${type}, ${path}, ${title}, ${description}, ${groupName}, ${sortOrder}, ${at})
    ON CONFLICT (organization_id, type, path) DO UPDATE SET title = excluded.title,
      description = excluded.description, group_name = excluded.group_name, sort_order = excluded.sort_order,
      updated_at = excluded.updated_at`);
}
