import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { sealText } from '#lib/platform/crypto/seal.ts';
import {
  deleteConnection,
  findConnection,
  upsertConnection,
  type ConnectionRow,
} from '../data/pyramid-connections.sql.ts';
import { registryScope } from '../data/scope.ts';
import type { Pyramid } from '../domain/pyramid.ts';
import type { ConnectionDraft, PyramidConnection } from '../domain/pyramid-connection.ts';
import { getPyramid } from './list-pyramids.ts';
import { requireWholeTree } from './require-whole-version.ts';

/**
 * The DHIS2 that a pyramid comes from, for who may edit the pyramid; null: none is known. Errors: `not_found`,
 * `permission_missing`.
 */
export async function getPyramidConnection(ctx: Context, pyramidId: string): Promise<PyramidConnection | null> {
  const row = await openConnection(ctx, pyramidId);
  return row && toConnection(row);
}

/** As {@link getPyramidConnection}, for lists that readers see too: null for who may not edit the pyramid. */
export async function findPyramidConnection(
  ctx: Context,
  { id, studyIds }: Pick<Pyramid, 'id' | 'studyIds'>,
): Promise<PyramidConnection | null> {
  const places = [{}, ...studyIds.map((studyId) => ({ studyId }))];
  if (!places.some((place) => hasVerb(ctx.actor, 'registry.edit', place))) return null;
  const row = await findConnection(registryScope(ctx), id);
  return row && toConnection(row);
}

/**
 * Says which DHIS2 a pyramid comes from. The password is sealed and never given back; without a new one the known one
 * stays, but not for another address: it would be handed to whoever is there. Errors: `not_found`, `permission_missing`.
 */
export async function savePyramidConnection(
  ctx: Context,
  { pyramidId, draft }: { readonly pyramidId: string; readonly draft: ConnectionDraft },
  { secret }: Pick<Config, 'secret'>,
): Promise<PyramidConnection> {
  const before = await openConnection(ctx, pyramidId);
  const { password = '', ...members } = draft;
  const kept = before?.url === draft.url ? before.passwordSealed : null;
  const passwordSealed = password === '' ? kept : sealText(secret, password);
  await ctx.db.transaction(async () => {
    await upsertConnection(registryScope(ctx), pyramidId, { ...members, passwordSealed });
    await audit(ctx, 'pyramid.connect', { pyramidId, detail: { ...members, hasNewPassword: password !== '' } });
  });
  return { ...members, hasPassword: passwordSealed !== null, updatedAt: ctx.now() };
}

/** Forgets the DHIS2 of a pyramid, password and all. Errors: `not_found`, `permission_missing`. */
export async function removePyramidConnection(ctx: Context, pyramidId: string): Promise<void> {
  const before = await openConnection(ctx, pyramidId);
  if (!before) return;
  await ctx.db.transaction(async () => {
    await deleteConnection(registryScope(ctx), pyramidId);
    await audit(ctx, 'pyramid.disconnect', { pyramidId, detail: { name: before.name, url: before.url } });
  });
}

/** What is known of a pyramid's DHIS2, its sealed password too, for who may edit the pyramid. */
export async function openConnection(ctx: Context, pyramidId: string): Promise<ConnectionRow | null> {
  const { studyIds } = await getPyramid(ctx, pyramidId);
  requireWholeTree(ctx, 'registry.edit', studyIds);
  return findConnection(registryScope(ctx), pyramidId);
}

function toConnection({ passwordSealed, ...members }: ConnectionRow): PyramidConnection {
  return { ...members, hasPassword: passwordSealed !== null };
}

async function audit(
  ctx: Context,
  action: string,
  { pyramidId, detail }: { readonly pyramidId: string; readonly detail: object },
): Promise<void> {
  await writeAudit(ctx, { action, subjectType: 'pyramid', subjectId: pyramidId, detail: { ...detail } });
}
