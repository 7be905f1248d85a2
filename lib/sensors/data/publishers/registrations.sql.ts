import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';
import type { StadtpulsPlace } from '../../domain/publishers/stadtpuls.ts';

/** An installation at a publisher. */
export interface RegistrationKey {
  readonly organizationId: OrganizationId;
  readonly publisherId: string;
  readonly installationId: string;
}

const registrationSchema = z.object({ remoteId: z.string().nullable(), withdrawnAt: z.coerce.date().nullable() });
export type Registration = z.infer<typeof registrationSchema>;

/** How a publisher knows an installation; null: it was never told. */
export async function findRegistration(db: Database, key: RegistrationKey): Promise<Registration | null> {
  const [row] = await db.query(
    registrationSchema,
    sql`SELECT remote_id AS "remoteId", withdrawn_at AS "withdrawnAt" FROM publisher_registrations
      WHERE organization_id = ${key.organizationId} AND publisher_id = ${key.publisherId}
        AND installation_id = ${key.installationId}`,
  );
  return row ?? null;
}

const claimSchema = z.object({ isRepeat: z.boolean() });

/**
 * Takes it upon the caller to register an installation at a publisher until `until`. Null: another worker does, or it is
 * registered. `isRepeat`: somebody asked before and saw no answer, so that the publisher may know it already.
 */
export async function claimRegistration(
  db: Database,
  key: RegistrationKey,
  { at, until }: { readonly at: Date; readonly until: Date },
): Promise<z.infer<typeof claimSchema> | null> {
  const [claim] = await db.query(
    claimSchema,
    sql`WITH before AS (SELECT asked_until FROM publisher_registrations WHERE organization_id = ${key.organizationId}
        AND publisher_id = ${key.publisherId} AND installation_id = ${key.installationId} AND withdrawn_at IS NULL)
      INSERT INTO publisher_registrations AS r (organization_id, publisher_id, installation_id, registered_at, asked_until)
      VALUES (${key.organizationId}, ${key.publisherId}, ${key.installationId}, ${at}, ${until})
      ON CONFLICT (organization_id, publisher_id, installation_id)
        DO UPDATE SET remote_id = NULL, registered_at = excluded.registered_at, asked_until = excluded.asked_until,
          withdrawn_at = NULL
        WHERE r.withdrawn_at IS NOT NULL OR (r.remote_id IS NULL AND (r.asked_until IS NULL OR r.asked_until <= ${at}))
      RETURNING EXISTS (SELECT 1 FROM before WHERE asked_until IS NOT NULL) AS "isRepeat"`,
  );
  return claim ?? null;
}

/** Keeps the name that a publisher gave an installation. */
export async function nameRegistration(db: Database, key: RegistrationKey, remoteId: string): Promise<void> {
  await db.execute(sql`
    UPDATE publisher_registrations SET remote_id = ${remoteId}, asked_until = NULL
    WHERE organization_id = ${key.organizationId} AND publisher_id = ${key.publisherId}
      AND installation_id = ${key.installationId}`);
}

/** Keeps that a publisher that gives no names hears of an installation. */
export async function noteRegistration(db: Database, key: RegistrationKey, at: Date): Promise<void> {
  await db.execute(sql`
    INSERT INTO publisher_registrations AS r (organization_id, publisher_id, installation_id, registered_at)
    VALUES (${key.organizationId}, ${key.publisherId}, ${key.installationId}, ${at})
    ON CONFLICT (organization_id, publisher_id, installation_id)
      DO UPDATE SET registered_at = excluded.registered_at, withdrawn_at = NULL WHERE r.withdrawn_at IS NOT NULL`);
}

/** Keeps that an installation was taken back at a publisher. */
export async function endRegistration(db: Database, key: RegistrationKey, at: Date): Promise<void> {
  await db.execute(sql`
    UPDATE publisher_registrations SET withdrawn_at = ${at}, asked_until = NULL WHERE organization_id = ${key.organizationId}
      AND publisher_id = ${key.publisherId} AND installation_id = ${key.installationId}`);
}

const placeSchema = z.object({ place: z.unknown() });

/** What may be told of a public installation; null: it is public no more. */
export async function findPublicPlace(db: Database, key: RegistrationKey): Promise<StadtpulsPlace | null> {
  const [row] = await db.query(
    placeSchema,
    sql`SELECT json_build_object('installationId', i.id, 'eui64', n.eui64, 'alias', s.name, 'owner', o.name,
        'model', CASE WHEN m.id IS NOT NULL
          THEN json_build_object('manufacturer', m.manufacturer, 'sensorType', m.sensor_type) END,
        'room', json_build_object('name', u.name, 'description', coalesce(r.description, ''), 'sizeSqm', r.size_sqm,
          'heightM', r.height_m),
        'site', json_build_object('name', coalesce(pu.name, u.name), 'description', coalesce(si.description, ''),
          'street', coalesce(a.street1, ''), 'zip', coalesce(a.zip, ''), 'city', coalesce(a.city, ''),
          'longitude', a.longitude, 'latitude', a.latitude)) AS place
      FROM installations i
      JOIN organizations o ON o.id = i.organization_id
      JOIN sources s ON s.organization_id = i.organization_id AND s.id = i.source_id
      LEFT JOIN sensor_nodes n ON n.organization_id = s.organization_id AND n.source_id = s.id
      LEFT JOIN node_models m ON m.id = n.model_id
      JOIN org_units u ON u.organization_id = i.organization_id AND u.id = i.unit_id
      LEFT JOIN sensor_rooms r ON r.organization_id = u.organization_id AND r.unit_id = u.id
      LEFT JOIN org_units pu ON pu.organization_id = u.organization_id AND pu.id = u.parent_id
      LEFT JOIN sensor_sites si ON si.organization_id = pu.organization_id AND si.unit_id = pu.id
      LEFT JOIN addresses a ON a.organization_id = si.organization_id AND a.id = si.address_id
      WHERE i.organization_id = ${key.organizationId} AND i.id = ${key.installationId} AND i.is_public
        AND i.removed_at IS NULL`,
  );
  return row ? publicPlaceSchema.parse(row.place) : null;
}

const text = z.string();
const publicPlaceSchema = z.object({
  installationId: text,
  eui64: text.nullable(),
  alias: text,
  owner: text,
  model: z.object({ manufacturer: text, sensorType: text }).nullable(),
  room: z.object({ name: text, description: text, sizeSqm: z.number().nullable(), heightM: z.number().nullable() }),
  site: z.object({
    name: text,
    description: text,
    street: text,
    zip: text,
    city: text,
    longitude: z.number().nullable(),
    latitude: z.number().nullable(),
  }),
});
