import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { destinationKinds, destinationSettingsSchema, type DestinationSettings } from '../domain/destination.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(destinationKinds),
  settings: z.json().transform((settings) => destinationSettingsSchema.parse(settings)),
  secretsSealed: z.string().nullable(),
  updatedAt: z.date(),
});
export type DestinationRow = z.output<typeof rowSchema>;

const columns = sql`id, name, kind, settings, secrets_sealed AS "secretsSealed", updated_at AS "updatedAt"`;

/** Destinations that may be chosen, by name. */
export function listDestinationRows({ db, organizationId }: Scope): Promise<DestinationRow[]> {
  return db.query(
    rowSchema,
    sql`SELECT ${columns} FROM export_destinations
      WHERE organization_id = ${organizationId} AND archived_at IS NULL ORDER BY lower(name), id`,
  );
}

/** One destination that may be chosen; null when it was never there or is archived. */
export async function findDestinationRow({ db, organizationId }: Scope, id: string): Promise<DestinationRow | null> {
  const rows = await db.query(
    rowSchema,
    sql`SELECT ${columns} FROM export_destinations
      WHERE organization_id = ${organizationId} AND id = ${id} AND archived_at IS NULL`,
  );
  return rows[0] ?? null;
}

export interface DestinationWrite {
  readonly id: string;
  readonly name: string;
  readonly settings: DestinationSettings;
  readonly secretsSealed: string | null;
  readonly at: Date;
}

export async function insertDestination({ db, organizationId }: Scope, write: DestinationWrite): Promise<void> {
  const { id, name, settings, secretsSealed, at } = write;
  await db.execute(sql`
    INSERT INTO export_destinations (organization_id, id, name, kind, settings, secrets_sealed, created_at, updated_at)
    VALUES (${organizationId}, ${id}, ${name}, ${settings.kind}, ${JSON.stringify(settings)}::json, ${secretsSealed},
      ${at}, ${at})`);
}

export async function updateDestinationRow({ db, organizationId }: Scope, write: DestinationWrite): Promise<void> {
  const { id, name, settings, secretsSealed, at } = write;
  await db.execute(sql`
    UPDATE export_destinations SET name = ${name}, kind = ${settings.kind}, settings = ${JSON.stringify(settings)}::json,
      secrets_sealed = ${secretsSealed}, updated_at = ${at}
    WHERE organization_id = ${organizationId} AND id = ${id} AND archived_at IS NULL`);
}

/** Takes a destination out of use; its secrets are forgotten, and mailed links to what it delivered end. */
export async function archiveDestinationRow({ db, organizationId }: Scope, id: string, at: Date): Promise<void> {
  await db.execute(sql`
    UPDATE export_destinations SET archived_at = ${at}, secrets_sealed = NULL
    WHERE organization_id = ${organizationId} AND id = ${id}`);
  await db.execute(sql`
    UPDATE export_deliveries SET state = 'stopped', finished_at = ${at}
    WHERE organization_id = ${organizationId} AND destination_id = ${id} AND state IN ('pending', 'waiting', 'sending')`);
}
