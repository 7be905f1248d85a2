import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { rawSql, sql, type SqlStatement } from '#lib/platform/db/sql.ts';
import { peerSchema, sourcePeerSchema, type Peer, type SourcePeer } from '../../domain/federation/peer.ts';

type Scope = Pick<Context, 'db' | 'organizationId'>;

const peerRow = peerSchema.extend({ forwardedPoints: z.coerce.number(), sources: z.coerce.number(), waitingPoints: z.coerce.number() });

const waiting = sql`FROM forwarded_batches b WHERE b.organization_id = p.organization_id AND b.peer_id = p.id`;

function selectPeers({ db, organizationId }: Scope, where: SqlStatement): Promise<Peer[]> {
  return db.query(
    peerRow,
    sql`SELECT p.id, p.study_id AS "studyId", p.name, p.upload_url AS "uploadUrl", p.metadata_url AS "metadataUrl",
        p.request_key_sealed IS NOT NULL AS "hasRequestKey", p.forwarded_points AS "forwardedPoints",
        p.last_forwarded_at AS "lastForwardedAt",
        (SELECT count(*) FROM source_peers s WHERE s.organization_id = p.organization_id AND s.peer_id = p.id) AS sources,
        (SELECT coalesce(sum(b.point_count), 0) ${waiting}) AS "waitingPoints",
        (SELECT b.last_error ${waiting} AND b.last_error IS NOT NULL ORDER BY b.next_attempt_at DESC LIMIT 1) AS "lastError"
      FROM peer_servers p WHERE p.organization_id = ${organizationId} AND ${where} ORDER BY p.name, p.id`,
  );
}

/** Peers of a study by name. */
export function selectPeersOfStudy(scope: Scope, studyId: string): Promise<Peer[]> {
  return selectPeers(scope, sql`p.study_id = ${studyId}`);
}

export async function findPeer(scope: Scope, id: string): Promise<Peer | null> {
  const [peer] = await selectPeers(scope, sql`p.id = ${id}`);
  return peer ?? null;
}

export interface PeerWrite {
  readonly id: string;
  readonly studyId: string;
  readonly name: string;
  readonly uploadUrl: string;
  readonly metadataUrl: string | null;
  readonly at: Date;
}

/** Adds a peer, or changes what it says; false when the study has another of the name. */
export async function writePeer({ db, organizationId }: Scope, peer: PeerWrite): Promise<boolean> {
  const [other] = await db.query(
    z.object({ id: z.string() }),
    sql`SELECT id FROM peer_servers WHERE organization_id = ${organizationId} AND study_id = ${peer.studyId}
      AND name = ${peer.name} AND id <> ${peer.id}`,
  );
  if (other) return false;
  await db.execute(sql`
    INSERT INTO peer_servers (organization_id, id, study_id, name, upload_url, metadata_url, created_at, updated_at)
    VALUES (${organizationId}, ${peer.id}, ${peer.studyId}, ${peer.name}, ${peer.uploadUrl}, ${peer.metadataUrl},
      ${peer.at}, ${peer.at})
    ON CONFLICT (organization_id, id) DO UPDATE SET name = excluded.name, upload_url = excluded.upload_url,
      metadata_url = excluded.metadata_url, updated_at = excluded.updated_at`);
  return true;
}

export async function writePeerKey({ db, organizationId }: Scope, id: string, sealed: string | null): Promise<void> {
  await db.execute(sql`UPDATE peer_servers SET request_key_sealed = ${sealed}
    WHERE organization_id = ${organizationId} AND id = ${id}`);
}

export async function deletePeer({ db, organizationId }: Scope, id: string): Promise<void> {
  await db.execute(sql`DELETE FROM peer_servers WHERE organization_id = ${organizationId} AND id = ${id}`);
}

/** Puts a source with a peer; null: it is of this server again. What is on its way goes on. */
export async function writeSourcePeer(
  { db, organizationId }: Scope,
  { sourceId, peerId, at }: { readonly sourceId: string; readonly peerId: string | null; readonly at: Date },
): Promise<void> {
  await db.execute(
    peerId === null
      ? sql`DELETE FROM source_peers WHERE organization_id = ${organizationId} AND source_id = ${sourceId}`
      : sql`INSERT INTO source_peers (organization_id, source_id, peer_id, assigned_at)
          VALUES (${organizationId}, ${sourceId}, ${peerId}, ${at})
          ON CONFLICT (organization_id, source_id) DO UPDATE SET peer_id = excluded.peer_id,
            assigned_at = excluded.assigned_at, statistics = NULL, statistics_error = NULL, asked_at = NULL`,
  );
}

/** Where the data of a source is; null: here. */
export async function findSourcePeer({ db, organizationId }: Scope, sourceId: string): Promise<SourcePeer | null> {
  const [row] = await db.query(
    sourcePeerSchema.extend({ waitingPoints: z.coerce.number() }),
    sql`SELECT json_build_object('id', p.id, 'name', p.name, 'uploadUrl', p.upload_url) AS peer,
        s.assigned_at AS "assignedAt", s.statistics, s.asked_at AS "askedAt", s.statistics_error AS "statisticsError",
        (SELECT coalesce(sum(b.point_count), 0) FROM forwarded_batches b
          WHERE b.organization_id = s.organization_id AND b.source_id = s.source_id)
        + (SELECT coalesce(sum(t.point_count), 0) FROM source_types t
          WHERE t.organization_id = s.organization_id AND t.source_id = s.source_id) AS "waitingPoints"
      FROM source_peers s JOIN peer_servers p ON p.organization_id = s.organization_id AND p.id = s.peer_id
      WHERE s.organization_id = ${organizationId} AND s.source_id = ${sourceId}`,
  );
  return row ?? null;
}

const askedSchema = z.object({
  organizationId: z.string(),
  sourceId: z.guid(),
  identifier: z.string(),
  metadataUrl: z.string(),
  requestKeySealed: z.string().nullable(),
});
export type SourceToAskOf = z.infer<typeof askedSchema>;

/** Sources whose statistics were never asked for, or longest ago, of every organization: for the clock. */
export function selectSourcesToAskOf(
  db: Context['db'],
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<SourceToAskOf[]> {
  return db.query(
    askedSchema,
    sql`SELECT s.organization_id AS "organizationId", s.source_id AS "sourceId", o.identifier,
        p.metadata_url AS "metadataUrl", p.request_key_sealed AS "requestKeySealed"
      FROM source_peers s JOIN peer_servers p ON p.organization_id = s.organization_id AND p.id = s.peer_id
      JOIN sources o ON o.organization_id = s.organization_id AND o.id = s.source_id
      WHERE p.metadata_url IS NOT NULL AND (s.asked_at IS NULL OR s.asked_at < ${before})
      ORDER BY s.asked_at NULLS FIRST LIMIT ${limit}`,
  );
}

/** Keeps what a peer told of a source, or why it could not be asked; what it told before stays then. */
export async function writeStatistics(
  { db, organizationId }: Scope,
  told: { readonly sourceId: string; readonly statistics: object | null; readonly error: string | null; readonly at: Date },
): Promise<void> {
  const kept = told.error === null ? sql`${told.statistics === null ? null : JSON.stringify(told.statistics)}::json` : rawSql('statistics');
  await db.execute(sql`UPDATE source_peers SET statistics = ${kept}, statistics_error = ${told.error}, asked_at = ${told.at}
    WHERE organization_id = ${organizationId} AND source_id = ${told.sourceId}`);
}
