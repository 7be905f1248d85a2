import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

/** The time of a source's newest reading, or when it came if the device's clock is ahead; of `sources s`. */
const contactOfSource = rawSql('least(s.last_created_at, s.last_recorded_at)');

/** Seconds expected between a source's deliveries; of {@link fidelityTables}. */
export const intervalOfSource = rawSql(
  'coalesce(nullif(s.expected_interval_s, 0), nullif(n.expected_interval_s, 0), nullif(m.expected_interval_s, 0), fs.expected_interval_s)',
);

/** Sources (s) with what is expected of them: node (n), model (m), settings (fs), and their state so far (f). */
export const fidelityTables = rawSql(`sources s
  LEFT JOIN sensor_nodes n ON n.organization_id = s.organization_id AND n.source_id = s.id
  LEFT JOIN node_models m ON m.id = n.model_id
  LEFT JOIN source_fidelities f ON f.organization_id = s.organization_id AND f.source_id = s.id`);

/** Organizations with sources; for the clock. */
export async function selectFidelityOrganizations(db: Database): Promise<OrganizationId[]> {
  const rows = await db.query(
    z.object({ id: z.string().transform((id) => id as OrganizationId) }),
    sql`SELECT o.id FROM organizations o WHERE o.archived_at IS NULL
      AND EXISTS (SELECT 1 FROM sources s WHERE s.organization_id = o.id AND s.archived_at IS NULL) ORDER BY o.id`,
  );
  return rows.map(({ id }) => id);
}

const looksInARow = 2;

/**
 * Looks at every source of an organization at once and writes what is new: states, contacts, and changes of state. An
 * organization that has not decided gets the default settings. Gives the number of changes. A silence counts as over
 * (hysteresis) at the second delivery in a row that came in time: until then a dead source is missing.
 * Cost: one pass over the sources of the organization; rows are written for those with news alone.
 */
export async function writeFidelities(
  db: Database,
  { organizationId, now }: { readonly organizationId: OrganizationId; readonly now: Date },
): Promise<number> {
  await db.execute(sql`
    INSERT INTO fidelity_settings (organization_id, checked_at) VALUES (${organizationId}, ${now})
    ON CONFLICT (organization_id) DO UPDATE SET checked_at = excluded.checked_at`);
  const [row] = await db.query(
    z.object({ changes: z.coerce.number() }),
    sql`WITH looked AS (
        SELECT s.id, coalesce(f.state, 'unknown') AS was, f.last_contact_at AS was_contact,
          coalesce(f.steady_contacts, 0) AS was_steady, f.source_id IS NULL AS is_new, ${contactOfSource} AS contact,
          ${intervalOfSource} AS interval_s, ${intervalOfSource} * fs.missing_after AS missing_s,
          ${intervalOfSource} * fs.dead_after AS dead_s
        FROM ${fidelityTables} JOIN fidelity_settings fs ON fs.organization_id = s.organization_id
        WHERE s.organization_id = ${organizationId} AND s.archived_at IS NULL
      ), aged AS (
        SELECT l.*, extract(epoch FROM ${now}::timestamptz - l.contact) AS age_s, CASE
          WHEN l.contact IS NULL THEN 0
          WHEN l.was_contact IS NULL THEN 1
          WHEN l.contact <= l.was_contact THEN l.was_steady
          WHEN extract(epoch FROM l.contact - l.was_contact) <= l.missing_s THEN least(l.was_steady + 1, ${looksInARow})
          ELSE 1 END AS steady
        FROM looked l
      ), judged AS (
        SELECT a.*, CASE
          WHEN a.contact IS NULL THEN 'unknown'
          WHEN a.age_s > a.dead_s THEN 'dead'
          WHEN a.age_s > a.missing_s THEN 'missing'
          WHEN a.was IN ('missing', 'dead') AND a.steady < ${looksInARow} THEN 'missing'
          ELSE 'alive' END AS state
        FROM aged a
      ), written AS (
        INSERT INTO source_fidelities AS f (organization_id, source_id, state, since_at, last_contact_at, steady_contacts)
        SELECT ${organizationId}::uuid, j.id, j.state, ${now}::timestamptz, j.contact, j.steady FROM judged j
        WHERE j.is_new OR j.state <> j.was OR j.contact IS DISTINCT FROM j.was_contact OR j.steady <> j.was_steady
        ON CONFLICT (organization_id, source_id) DO UPDATE SET state = excluded.state,
          since_at = CASE WHEN f.state = excluded.state THEN f.since_at ELSE excluded.since_at END,
          last_contact_at = excluded.last_contact_at, steady_contacts = excluded.steady_contacts
      ), changed AS (
        INSERT INTO source_fidelity_changes (organization_id, source_id, changed_at, from_state, to_state, last_contact_at,
          expected_interval_s)
        SELECT ${organizationId}::uuid, j.id, ${now}::timestamptz, j.was, j.state, j.contact, j.interval_s FROM judged j
        WHERE j.state <> j.was
        ON CONFLICT DO NOTHING RETURNING 1
      ) SELECT count(*) AS changes FROM changed`,
  );
  return row?.changes ?? 0;
}
