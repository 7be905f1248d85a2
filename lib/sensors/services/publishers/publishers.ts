import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { sealText } from '#lib/platform/crypto/seal.ts';
import { decodeCursor, encodeCursor } from '#lib/platform/db/cursor.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { retryPublications } from '../../data/publishers/outbox.sql.ts';
import {
  archivePublisher,
  findSealedPublisher,
  selectPublications,
  selectPublishers,
  upsertPublisher,
} from '../../data/publishers/publishers.sql.ts';
import {
  addressesOf,
  publicationStates,
  publisherSchema,
  type Publication,
  type Publisher,
  type PublisherDraft,
} from '../../domain/publishers/publisher.ts';
import { quantitiesByKey } from '../known-quantities.ts';
import { requireOutside } from '../require-outside.ts';

/** The publishers of the organization, by name. Errors: `permission_missing` (`destinations.manage`). */
export function listPublishers(ctx: Context): Promise<Publisher[]> {
  requireVerb(ctx, 'destinations.manage');
  return selectPublishers(ctx);
}

/** One publisher. Errors: `permission_missing`, `not_found`. */
export async function getPublisher(ctx: Context, id: string): Promise<Publisher> {
  requireVerb(ctx, 'destinations.manage');
  const [found] = await selectPublishers(ctx, id);
  if (!found) throw new Problem('not_found');
  return found;
}

/** A publisher as it was saved, and the key of a webhook's signatures when one was made just now: it is not told again. */
export const savedPublisherSchema = publisherSchema.extend({ newSigningKey: z.string().nullable() });

/**
 * Adds a publisher (`id` null) or writes one anew; its kind stays, and so do secrets that are left out. A webhook gets a key
 * when none is given. Errors: `permission_missing`, `not_found`, `input_invalid` (an address inside the server's network,
 * an unknown quantity, missing secrets), `state_conflict` (another kind).
 */
export async function savePublisher(
  ctx: Context,
  { id: known, draft }: { readonly id: string | null; readonly draft: PublisherDraft },
  config: Pick<Config, 'secret' | 'internalHosts'>,
): Promise<z.infer<typeof savedPublisherSchema>> {
  requireVerb(ctx, 'destinations.manage');
  for (const [member, url] of addressesOf(draft)) requireOutside(`settings.${member}`, url, config);
  await requireKnownFields(ctx, draft.fields);
  const before = known === null ? null : await getPublisher(ctx, known);
  if (before && before.kind !== draft.kind) {
    throw new Problem('state_conflict', { detail: 'A publisher keeps its kind. Add another one.' });
  }
  const id = before?.id ?? newId();
  const { secretsSealed, newSigningKey } = await sealSecrets(ctx, { id, isNew: !before, draft }, config);
  const { name, kind, fields, settings, isEnabled } = draft;
  await ctx.db.transaction(async () => {
    await upsertPublisher(ctx, { id, name, kind, fields, settings, isEnabled, secretsSealed }, ctx.now());
    await writeAudit(ctx, {
      action: before ? 'publisher.update' : 'publisher.create',
      subjectType: 'publisher',
      subjectId: id,
      // The rest of an address may be a password.
      detail: { name, kind, fields, isEnabled, hosts: addressesOf(draft).map(([, url]) => new URL(url).host) },
    });
  });
  return { ...(await getPublisher(ctx, id)), newSigningKey };
}

interface Draft {
  readonly id: string;
  readonly isNew: boolean;
  readonly draft: PublisherDraft;
}

/** The secrets that are given, those that are there, or a new key for a webhook. */
async function sealSecrets(ctx: Context, { id, isNew, draft }: Draft, { secret }: Pick<Config, 'secret'>) {
  const seal = (secrets: object) => sealText(secret, JSON.stringify(secrets));
  if (draft.secrets) return { secretsSealed: seal(draft.secrets), newSigningKey: null };
  if (!isNew) {
    const kept = await findSealedPublisher(ctx.db, { organizationId: ctx.organizationId, publisherId: id });
    if (kept) return { secretsSealed: kept.secretsSealed, newSigningKey: null };
  }
  if (draft.kind === 'mqtt') return { secretsSealed: seal({}), newSigningKey: null };
  if (draft.kind !== 'webhook')
    throw new Problem('input_invalid', { fields: { secrets: 'Give its keys and passwords.' } });
  const signingKey = randomBytes(32).toString('base64url');
  return { secretsSealed: seal({ signingKey }), newSigningKey: signingKey };
}

async function requireKnownFields(ctx: Context, fields: readonly string[]): Promise<void> {
  const known = await quantitiesByKey(ctx.db);
  const unknown = fields.find((field) => !known.has(field));
  if (unknown === undefined) return;
  const message = `The quantity "${unknown}" is not known here.`;
  throw new Problem('input_invalid', { detail: message, fields: { fields: message } });
}

/** Removes a publisher; nothing goes there any more. Errors: `permission_missing`, `not_found`. */
export async function removePublisher(ctx: Context, id: string): Promise<void> {
  const { name, kind } = await getPublisher(ctx, id);
  await ctx.db.transaction(async () => {
    await archivePublisher(ctx, id, ctx.now());
    await writeAudit(ctx, {
      action: 'publisher.remove',
      subjectType: 'publisher',
      subjectId: id,
      detail: { name, kind },
    });
  });
}

export const listPublicationsSchema = z.object({
  state: z.enum(publicationStates).default('failed'),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export interface PublicationPage {
  readonly items: readonly Publication[];
  readonly next: string | null;
}

/** What is on its way to a publisher, or was given up, newest first. Errors: `permission_missing`, `not_found`. */
export async function listPublications(
  ctx: Context,
  { publisherId, state, cursor, limit }: z.infer<typeof listPublicationsSchema> & { readonly publisherId: string },
): Promise<PublicationPage> {
  await getPublisher(ctx, publisherId);
  const after = decodeCursor(z.tuple([z.iso.datetime(), z.guid()]), cursor);
  const rows = await selectPublications(ctx, { publisherId, state, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null };
}

export const retryPublicationsSchema = z.strictObject({
  /** Null: everything that was given up. */
  ids: z.array(z.guid()).max(500).nullable(),
});

/** Sends what was given up once more. Gives the number. Errors: `permission_missing`, `not_found`. */
export async function tryPublicationsAgain(
  ctx: Context,
  { publisherId, ids }: z.infer<typeof retryPublicationsSchema> & { readonly publisherId: string },
): Promise<{ readonly changed: number }> {
  await getPublisher(ctx, publisherId);
  return ctx.db.transaction(async () => {
    const changed = await retryPublications(ctx, { publisherId, ids });
    const subject = { subjectType: 'publisher', subjectId: publisherId };
    await writeAudit(ctx, { action: 'publisher.retry', ...subject, detail: { changed } });
    return { changed };
  });
}
