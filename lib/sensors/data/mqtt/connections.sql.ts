import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import {
  mqttConnectionSchema,
  mqttSettingsSchema,
  type MqttConnection,
  type MqttSettings,
  type MqttState,
} from '../../domain/mqtt/mqtt-connection.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

/** The connections of an organization that were not removed, by name; or one of them. */
export function selectConnections({ db, organizationId }: Scope, id?: string): Promise<MqttConnection[]> {
  return db.query(
    mqttConnectionSchema,
    sql`SELECT c.id, c.name, c.is_enabled AS "isEnabled", c.settings, c.secrets_set AS "secretsSet", c.state,
        c.state_at AS "stateAt", c.last_error AS "lastError", c.last_message_at AS "lastMessageAt", c.waiting_count AS waiting,
        c.taken_count AS taken, c.refused_count AS refused, c.updated_at AS "updatedAt"
      FROM mqtt_connections c
      WHERE c.organization_id = ${organizationId} AND c.archived_at IS NULL
        AND ${id === undefined ? rawSql('true') : sql`c.id = ${id}`}
      ORDER BY c.name, c.id`,
  );
}

export interface ConnectionRow {
  readonly id: string;
  readonly name: string;
  readonly settings: MqttSettings;
  readonly isEnabled: boolean;
  /** Undefined: they stay as they are. */
  readonly secrets?: { readonly sealed: string | null; readonly set: readonly string[] } | undefined;
}

/** Adds a connection, or writes one anew; whoever runs it sees the new time and begins again. */
export async function upsertConnection({ db, organizationId }: Scope, row: ConnectionRow, at: Date): Promise<void> {
  const { sealed, set } = row.secrets ?? { sealed: null, set: [] };
  const keepsSecrets = row.secrets === undefined;
  await db.execute(sql`
    INSERT INTO mqtt_connections (organization_id, id, name, settings, secrets_sealed, secrets_set, is_enabled, created_at,
      updated_at)
    VALUES (${organizationId}, ${row.id}, ${row.name}, ${JSON.stringify(row.settings)}::jsonb, ${sealed}, ${set}::text[],
      ${row.isEnabled}, ${at}, ${at})
    ON CONFLICT (organization_id, id) DO UPDATE SET name = excluded.name, settings = excluded.settings,
      is_enabled = excluded.is_enabled, updated_at = excluded.updated_at, state = 'waiting', state_at = excluded.updated_at,
      last_error = NULL,
      secrets_sealed = CASE WHEN ${keepsSecrets} THEN mqtt_connections.secrets_sealed ELSE excluded.secrets_sealed END,
      secrets_set = CASE WHEN ${keepsSecrets} THEN mqtt_connections.secrets_set ELSE excluded.secrets_set END`);
}

/** Removes a connection: nobody runs it any more, its secrets are forgotten. What came stays. */
export async function archiveConnection({ db, organizationId }: Scope, id: string, at: Date): Promise<void> {
  await db.execute(sql`
    UPDATE mqtt_connections SET archived_at = ${at}, updated_at = ${at}, secrets_sealed = NULL, secrets_set = '{}'
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

const heldSchema = z.object({
  organizationId: z.string().transform((id) => id as OrganizationId),
  id: z.string(),
  name: z.string(),
  settings: mqttSettingsSchema,
  secretsSealed: z.string().nullable(),
  updatedAt: z.coerce.date(),
});
/** A connection that a worker runs. */
export type HeldConnection = z.infer<typeof heldSchema>;

/**
 * The connections that this worker runs until `until`: those it has, and those that nobody has, of every organization. Of
 * two workers one gets each.
 */
export function holdConnections(
  db: Database,
  { holder, at, until }: { readonly holder: string; readonly at: Date; readonly until: Date },
): Promise<HeldConnection[]> {
  return db.query(
    heldSchema,
    sql`UPDATE mqtt_connections SET held_by = ${holder}, held_until = ${until}
      WHERE is_enabled AND archived_at IS NULL AND (held_by = ${holder} OR held_until IS NULL OR held_until <= ${at})
      RETURNING organization_id AS "organizationId", id, name, settings, secrets_sealed AS "secretsSealed",
        updated_at AS "updatedAt"`,
  );
}

/** Lets other workers run what this one ran. */
export async function letConnectionsGo(db: Database, holder: string): Promise<void> {
  await db.execute(
    sql`UPDATE mqtt_connections SET held_by = NULL, held_until = NULL WHERE held_by = ${holder}`,
  );
}

/** Notes how a connection is doing. */
export async function writeConnectionState(
  db: Database,
  { organizationId, id }: Pick<HeldConnection, 'organizationId' | 'id'>,
  { state, error, at }: { readonly state: MqttState; readonly error: string | null; readonly at: Date },
): Promise<void> {
  await db.execute(sql`
    UPDATE mqtt_connections SET state_at = CASE state WHEN ${state} THEN state_at ELSE ${at}::timestamptz END, state = ${state},
      last_error = ${error}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}
