import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

const rowSchema = z.object({ email: z.string(), locale: z.string() });

/** Languages that members of an organization, and administrators, have chosen, by lower-case address. */
export function selectLocalesByEmail(
  db: Database,
  { organizationId, emails }: { readonly organizationId: OrganizationId; readonly emails: readonly string[] },
): Promise<z.infer<typeof rowSchema>[]> {
  return db.query(
    rowSchema,
    sql`SELECT lower(u.email) AS email, u.locale FROM users u
      WHERE lower(u.email) = ANY(${emails.map((email) => email.toLowerCase())}::text[])
        AND u.disabled_at IS NULL AND u.locale IS NOT NULL
        AND (u.is_administrator OR EXISTS (SELECT 1 FROM memberships m
          WHERE m.organization_id = ${organizationId} AND m.user_id = u.id AND m.ended_at IS NULL))`,
  );
}
