import { z } from 'zod';
import { joinSql, rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import type { Context } from '#lib/platform/context.ts';
import {
  defaultFidelitySettings,
  fidelityChangeSchema,
  fidelitySchema,
  fidelitySettingsSchema,
  sourceVitalsSchema,
  type Fidelity,
  type FidelityChange,
  type FidelitySettings,
  type ListFidelityInput,
  type SourceVitals,
} from '../../domain/fidelity/fidelity.ts';
import { inScope, type SourceScope } from '../scope.sql.ts';
import { fidelityTables, intervalOfSource } from './look.sql.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

export interface FidelityPage extends Pick<ListFidelityInput, 'study' | 'state' | 'kind'> {
  /** These sources alone. */
  readonly sourceIds?: readonly string[] | undefined;
  /** Id of the last source of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

/** How sources deliver, by id; archived ones only when they are named. */
export async function selectFidelities(scope: SourceScope, page: FidelityPage): Promise<Fidelity[]> {
  const conditions: SqlStatement[] = [inScope(scope, rawSql('s'))];
  if (page.sourceIds === undefined) conditions.push(sql`s.archived_at IS NULL`);
  if (page.study !== undefined) conditions.push(sql`st.key = ${page.study}`);
  if (page.state !== undefined) conditions.push(sql`coalesce(f.state, 'unknown') = ${page.state}`);
  if (page.kind !== undefined) conditions.push(sql`s.kind = ${page.kind}`);
  if (page.sourceIds !== undefined) conditions.push(sql`s.id = ANY(${page.sourceIds}::uuid[])`);
  if (page.after !== null) conditions.push(sql`s.id > ${page.after}::uuid`);
  const { expectedIntervalS, missingAfter, deadAfter } = defaultFidelitySettings;
  return scope.db.query(
    fidelitySchema,
    sql`SELECT x.*, x."expectedIntervalS" * x.missing_after AS "missingAfterS", x."expectedIntervalS" * x.dead_after AS "deadAfterS"
      FROM (SELECT s.id AS "sourceId", s.name AS "sourceName", s.identifier AS "sourceIdentifier", s.kind,
          s.study_id AS "studyId", coalesce(f.state, 'unknown') AS state, f.since_at AS "sinceAt",
          f.last_contact_at AS "lastContactAt", fs.checked_at AS "checkedAt", ${intervalOfSource} AS "expectedIntervalS",
          s.expected_interval_s AS "ownIntervalS", fs.missing_after, fs.dead_after
        FROM ${fidelityTables}
        JOIN studies st ON st.organization_id = s.organization_id AND st.id = s.study_id
        CROSS JOIN (SELECT coalesce(max(expected_interval_s), ${expectedIntervalS}::int) AS expected_interval_s,
            coalesce(max(missing_after), ${missingAfter}::float8) AS missing_after,
            coalesce(max(dead_after), ${deadAfter}::float8) AS dead_after, max(checked_at) AS checked_at
          FROM fidelity_settings WHERE organization_id = ${scope.organizationId}) fs
        WHERE ${joinSql(conditions, ' AND ')}
        ORDER BY s.id LIMIT ${page.limit}) x ORDER BY x."sourceId"`,
  );
}

/** Changes of a source's state, newest first, before an instant (null: from the newest on). */
export function selectFidelityChanges(
  { db, organizationId }: Scope,
  { sourceId, before, limit }: { readonly sourceId: string; readonly before: Date | null; readonly limit: number },
): Promise<FidelityChange[]> {
  return db.query(
    fidelityChangeSchema,
    sql`SELECT changed_at AS "changedAt", from_state AS "fromState", to_state AS "toState",
        last_contact_at AS "lastContactAt", expected_interval_s AS "expectedIntervalS"
      FROM source_fidelity_changes WHERE organization_id = ${organizationId} AND source_id = ${sourceId}
        AND ${before === null ? rawSql('true') : sql`changed_at < ${before}`}
      ORDER BY changed_at DESC LIMIT ${limit}`,
  );
}

/** What an organization expects of its sources; null: nobody has decided, and nobody looked. */
export async function findFidelitySettings({ db, organizationId }: Scope): Promise<FidelitySettings | null> {
  const [row] = await db.query(
    fidelitySettingsSchema,
    sql`SELECT expected_interval_s AS "expectedIntervalS", missing_after AS "missingAfter", dead_after AS "deadAfter"
      FROM fidelity_settings WHERE organization_id = ${organizationId}`,
  );
  return row ?? null;
}

/** Keeps what an organization expects of its sources. */
export async function upsertFidelitySettings({ db, organizationId }: Scope, settings: FidelitySettings): Promise<void> {
  const { expectedIntervalS, missingAfter, deadAfter } = settings;
  await db.execute(sql`
    INSERT INTO fidelity_settings (organization_id, expected_interval_s, missing_after, dead_after)
    VALUES (${organizationId}, ${expectedIntervalS}, ${missingAfter}, ${deadAfter})
    ON CONFLICT (organization_id) DO UPDATE SET expected_interval_s = excluded.expected_interval_s,
      missing_after = excluded.missing_after, dead_after = excluded.dead_after`);
}

/** Keeps how often a source is expected to deliver; null: as its node, its model or its organization says. */
export async function updateExpectedInterval(
  { db, organizationId }: Scope,
  { sourceId, expectedIntervalS }: { readonly sourceId: string; readonly expectedIntervalS: number | null },
): Promise<void> {
  await db.execute(sql`UPDATE sources SET expected_interval_s = ${expectedIntervalS}
    WHERE organization_id = ${organizationId} AND id = ${sourceId}`);
}

/** The newest battery level and radio reception of a source. Cost: the newest row of an index each. */
export async function selectVitals({ db, organizationId }: Scope, sourceId: string): Promise<SourceVitals> {
  const [row] = await db.query(
    sourceVitalsSchema,
    sql`SELECT coalesce(
        (SELECT json_build_object('value', o.value, 'unit', 'mV', 'at', o.observed_at) FROM observations o
          WHERE o.organization_id = ${organizationId} AND o.source_id = ${sourceId} AND o.quality <> 'E'
            AND o.quantity_id = (SELECT id FROM quantities WHERE key = 'battery_voltage')
          ORDER BY o.observed_at DESC LIMIT 1),
        (SELECT json_build_object('value', (p.properties ->> 'level')::float8, 'unit', '%', 'at', p.created_at)
          FROM data_types d
          JOIN source_types t ON t.organization_id = d.organization_id AND t.type_id = d.id AND t.source_id = ${sourceId}
          CROSS JOIN LATERAL (SELECT p.created_at, p.properties FROM data_points p
            WHERE p.organization_id = t.organization_id AND p.source_id = t.source_id AND p.type_id = t.type_id
              AND p.created_at = t.last_created_at ORDER BY p.content_hash LIMIT 1) p
          WHERE d.organization_id = ${organizationId} AND d.identifier = 'pdk-device-battery'
            AND jsonb_typeof((p.properties)::jsonb -> 'level') = 'number')) AS battery,
      (SELECT json_build_object('spreadingFactor', r.spreading_factor, 'at', r.sent_at) FROM sensor_messages r
        WHERE r.organization_id = ${organizationId} AND r.spreading_factor IS NOT NULL AND r.eui64 = (
          SELECT n.eui64 FROM sensor_nodes n WHERE n.organization_id = ${organizationId} AND n.source_id = ${sourceId})
        ORDER BY r.id DESC LIMIT 1) AS signal`,
  );
  return row ?? { battery: null, signal: null };
}

const stateSchema = fidelitySchema.pick({ sourceId: true, state: true, lastContactAt: true });
export type FidelityReading = z.infer<typeof stateSchema>;

/** States of some sources, for wings that check. */
export function selectFidelityStates(
  { db, organizationId }: Scope,
  sourceIds: readonly string[],
): Promise<FidelityReading[]> {
  return db.query(
    stateSchema,
    sql`SELECT source_id AS "sourceId", state, last_contact_at AS "lastContactAt" FROM source_fidelities
      WHERE organization_id = ${organizationId} AND source_id = ANY(${sourceIds}::uuid[])`,
  );
}

const observationSchema = z.object({ sourceId: z.guid(), at: z.coerce.date(), value: z.number() });
export type LatestObservation = z.infer<typeof observationSchema>;

/** The newest observation of a quantity of each of some sources, errors left out. Cost: one look-up of the key for each. */
export function selectLatestObservations(
  { db, organizationId }: Scope,
  { sourceIds, quantity }: { readonly sourceIds: readonly string[]; readonly quantity: string },
): Promise<LatestObservation[]> {
  return db.query(
    observationSchema,
    sql`SELECT i.id AS "sourceId", o.observed_at AS at, o.value FROM unnest(${sourceIds}::uuid[]) AS i (id)
      CROSS JOIN LATERAL (SELECT o.observed_at, o.value FROM observations o
        WHERE o.organization_id = ${organizationId} AND o.source_id = i.id AND o.quality <> 'E'
          AND o.quantity_id = (SELECT id FROM quantities WHERE key = ${quantity})
        ORDER BY o.observed_at DESC LIMIT 1) o`,
  );
}
