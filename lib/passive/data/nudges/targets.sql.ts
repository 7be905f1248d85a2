import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { pushServices, type PushService } from '#lib/platform/push/push-sender.ts';
import { tokenEvents } from '../../domain/checks/source-events.ts';
import {
  nudgeFailureSchema,
  tokenCountsSchema,
  type NudgeFailure,
  type TokenCounts,
} from '../../domain/nudges/nudge.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

/** Sources with the newest token of each service, read from the points that told them; who is archived has none. */
const tokens = sql`source_events e
  JOIN sources s ON s.organization_id = e.organization_id AND s.id = e.source_id AND s.archived_at IS NULL
  CROSS JOIN LATERAL (
    SELECT p.properties #>> '{event_details,token}' AS token FROM data_points p
    WHERE p.organization_id = e.organization_id AND p.source_id = e.source_id AND p.type_id = e.type_id
      AND p.created_at = e.created_at AND p.content_hash = e.content_hash) p
  CROSS JOIN LATERAL (
    SELECT CASE e.event WHEN ${tokenEvents.fcm} THEN 'fcm' ELSE 'apns' END AS service,
      encode(sha256(convert_to(p.token, 'UTF8')), 'hex') AS sha256) k
  LEFT JOIN push_targets t ON t.organization_id = e.organization_id AND t.source_id = e.source_id
    AND t.service = k.service AND t.token_sha256 = k.sha256`;

const isToken = sql`e.event = ANY(${Object.values(tokenEvents)}::text[]) AND p.token <> ''`;

/** Whom a round is for. */
export interface NudgeAim {
  /** Null: of every study. */
  readonly studyId: string | null;
  /** Null: all. */
  readonly sourceIds: readonly string[] | null;
  /** Heard of since then; null: whenever. */
  readonly heardSince: Date | null;
  /** Not heard of since then; null: whenever. */
  readonly silentSince: Date | null;
}

const targetSchema = z.object({
  sourceId: z.string(),
  service: z.enum(pushServices),
  token: z.string(),
  sha256: z.string(),
});
export type PushTarget = z.infer<typeof targetSchema>;

/** A page of those who can be woken, by source and service; dead tokens are left out. */
export function selectTargets(
  { db, organizationId }: Scope,
  aim: NudgeAim,
  page: { readonly after: PushTarget | null; readonly limit: number },
): Promise<PushTarget[]> {
  const behind = page.after
    ? sql`AND (e.source_id, k.service) > (${page.after.sourceId}::uuid, ${page.after.service}::text)`
    : rawSql('');
  return db.query(
    targetSchema,
    sql`SELECT e.source_id AS "sourceId", k.service, p.token, k.sha256 FROM ${tokens}
      WHERE e.organization_id = ${organizationId} AND ${isToken} AND t.state IS DISTINCT FROM 'dead'
        AND (${aim.studyId}::uuid IS NULL OR s.study_id = ${aim.studyId}::uuid)
        AND (${aim.sourceIds}::uuid[] IS NULL OR e.source_id = ANY(${aim.sourceIds}::uuid[]))
        AND (${aim.heardSince}::timestamptz IS NULL OR s.last_recorded_at >= ${aim.heardSince}::timestamptz)
        AND (${aim.silentSince}::timestamptz IS NULL OR s.last_recorded_at < ${aim.silentSince}::timestamptz) ${behind}
      ORDER BY e.source_id, k.service LIMIT ${page.limit}`,
  );
}

/** Tokens of a study in numbers. */
export async function countTokens({ db, organizationId }: Scope, studyId: string): Promise<TokenCounts> {
  const [row] = await db.query(
    tokenCountsSchema,
    sql`SELECT count(*) FILTER (WHERE t.state IS DISTINCT FROM 'dead') AS usable,
        count(*) FILTER (WHERE t.state = 'failing') AS failing, count(*) FILTER (WHERE t.state = 'dead') AS dead
      FROM ${tokens} WHERE e.organization_id = ${organizationId} AND s.study_id = ${studyId} AND ${isToken}`,
  );
  if (!row) throw new Error('an aggregate gave no row');
  return row;
}

/** What became of one push. */
export interface PushResult {
  readonly sourceId: string;
  readonly service: PushService;
  readonly sha256: string;
  readonly state: 'accepted' | 'failing' | 'dead';
  readonly reason: string | null;
}

/** Keeps what became of pushes; failures in a row are counted as long as the token stays the same. */
export async function upsertTargets({ db, organizationId }: Scope, results: readonly PushResult[], at: Date): Promise<void> {
  if (results.length === 0) return;
  await db.execute(
    sql`INSERT INTO push_targets AS t (organization_id, source_id, service, token_sha256, state, reason, failures,
        last_tried_at, last_accepted_at)
      SELECT ${organizationId}, n.source_id, n.service, n.sha256, n.state, n.reason,
        CASE n.state WHEN 'accepted' THEN 0 ELSE 1 END, ${at}::timestamptz,
        CASE n.state WHEN 'accepted' THEN ${at}::timestamptz END
      FROM unnest(${textList(results.map(({ sourceId }) => sourceId), 'uuid')}, ${results.map(({ service }) => service)}::text[],
          ${results.map(({ sha256 }) => sha256)}::text[], ${results.map(({ state }) => state)}::text[],
          ${results.map(({ reason }) => reason)}::text[]) AS n (source_id, service, sha256, state, reason)
      -- A source may have been erased meanwhile.
      JOIN sources s ON s.organization_id = ${organizationId} AND s.id = n.source_id
      ORDER BY n.source_id, n.service
      ON CONFLICT (organization_id, source_id, service) DO UPDATE SET token_sha256 = excluded.token_sha256,
        state = excluded.state, reason = excluded.reason, last_tried_at = excluded.last_tried_at,
        failures = CASE WHEN excluded.state = 'accepted' THEN 0
          WHEN t.token_sha256 = excluded.token_sha256 THEN t.failures + 1 ELSE 1 END,
        last_accepted_at = coalesce(excluded.last_accepted_at, t.last_accepted_at)`,
  );
}

/** Sources of a study whose present token was not accepted last, newest first. */
export function selectFailures(
  { db, organizationId }: Scope,
  studyId: string,
  page: { readonly after: readonly [string, string] | null; readonly limit: number },
): Promise<NudgeFailure[]> {
  const behind = page.after
    ? sql`AND (t.last_tried_at, t.source_id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`
    : rawSql('');
  return db.query(
    nudgeFailureSchema,
    sql`SELECT t.source_id AS "sourceId", s.name AS "sourceName", t.service, t.state, coalesce(t.reason, '') AS reason,
        t.failures, t.last_tried_at AS "lastTriedAt", t.last_accepted_at AS "lastAcceptedAt"
      FROM ${tokens} WHERE e.organization_id = ${organizationId} AND s.study_id = ${studyId} AND ${isToken}
        AND t.state <> 'accepted' ${behind}
      ORDER BY t.last_tried_at DESC, t.source_id DESC LIMIT ${page.limit}`,
  );
}
