import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import type { EnvelopeDraft } from '../domain/envelope.ts';

// Types and envelopes are added in the order of their unique keys, so that two writers never wait crosswise.

export interface NewType {
  readonly organizationId: string;
  readonly identifier: string;
}

const typeSchema = z.object({ organizationId: z.uuid(), identifier: z.string(), id: z.number() });
export type RegisteredType = z.infer<typeof typeSchema>;

/** Adds the types that are not there yet; gives back the ids of all. */
export async function upsertTypes(db: Database, types: readonly NewType[]): Promise<RegisteredType[]> {
  const lists = sql`${textList(types.map(({ organizationId }) => organizationId), 'uuid')},
    ${types.map(({ identifier }) => identifier)}::text[]`;
  await db.execute(sql`
    INSERT INTO data_types (organization_id, identifier)
    SELECT n.organization_id, n.identifier FROM unnest(${lists}) AS n (organization_id, identifier)
    WHERE NOT EXISTS (SELECT 1 FROM data_types t
      WHERE t.organization_id = n.organization_id AND t.identifier = n.identifier)
    ORDER BY 1, 2
    ON CONFLICT (organization_id, identifier) DO NOTHING`);
  return db.query(
    typeSchema,
    sql`SELECT t.organization_id AS "organizationId", t.identifier, t.id
      FROM unnest(${lists}) AS n (organization_id, identifier)
      JOIN data_types t ON t.organization_id = n.organization_id AND t.identifier = n.identifier`,
  );
}

export interface NewEnvelope {
  readonly organizationId: string;
  readonly draft: EnvelopeDraft;
}

const envelopeSchema = z.object({ organizationId: z.uuid(), sha256: z.string(), id: z.number() });
export type RegisteredEnvelope = z.infer<typeof envelopeSchema>;

/** Adds the envelopes that are not there yet; gives back the ids of all. */
export async function upsertEnvelopes(db: Database, envelopes: readonly NewEnvelope[]): Promise<RegisteredEnvelope[]> {
  const organizations = textList(envelopes.map(({ organizationId }) => organizationId), 'uuid');
  const hashes = envelopes.map(({ draft }) => draft.sha256);
  await db.execute(sql`
    INSERT INTO point_envelopes (organization_id, sha256, metadata, user_agent, timezone, is_encrypted)
    SELECT n.organization_id, decode(n.sha256, 'hex'), n.metadata, n.user_agent, n.timezone, n.is_encrypted
    FROM unnest(${organizations}, ${hashes}::text[],
        ${textList(envelopes.map(({ draft }) => draft.metadata), 'json')},
        ${envelopes.map(({ draft }) => draft.userAgent)}::text[],
        ${envelopes.map(({ draft }) => draft.timezone)}::text[],
        ${envelopes.map(({ draft }) => draft.isEncrypted)}::boolean[])
      AS n (organization_id, sha256, metadata, user_agent, timezone, is_encrypted)
    WHERE NOT EXISTS (SELECT 1 FROM point_envelopes e
      WHERE e.organization_id = n.organization_id AND e.sha256 = decode(n.sha256, 'hex'))
    ORDER BY 1, 2
    ON CONFLICT (organization_id, sha256) DO NOTHING`);
  return db.query(
    envelopeSchema,
    sql`SELECT e.organization_id AS "organizationId", encode(e.sha256, 'hex') AS sha256, e.id
      FROM unnest(${organizations}, ${hashes}::text[]) AS n (organization_id, sha256)
      JOIN point_envelopes e ON e.organization_id = n.organization_id AND e.sha256 = decode(n.sha256, 'hex')`,
  );
}
