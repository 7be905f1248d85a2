import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { getStudyByKey } from '#lib/accounts/index.ts';
import { selectFilesOfRequest } from '../data/files.sql.ts';
import { findRequestOfIdentifier } from '../data/requests.sql.ts';
import { pendingServices, type DonationRequest } from '../domain/donation.ts';

/** An archive that was read (`uploads/<id>.json`); names as the replaced server gives them. */
export interface UploadStatus {
  /** Slug of the service. */
  readonly source: string;
  readonly uploaded: string;
}

/** Services of which nothing has come yet (`pending/<id>.json`). */
export function listPending(request: DonationRequest): readonly string[] {
  return pendingServices(request);
}

/** Archives of a request that were read or kept, oldest first (`uploads/<id>.json`). */
export async function listUploads(ctx: Context, request: DonationRequest): Promise<UploadStatus[]> {
  const files = await selectFilesOfRequest(ctx, request.id);
  return files
    .filter(({ processedAt, uploadedAt }) => processedAt !== null && uploadedAt !== null)
    .map(({ service, uploadedAt, begunAt }) => ({ source: service, uploaded: (uploadedAt ?? begunAt).toISOString() }));
}

/**
 * The request of an identifier, for who may manage donations of the study; null when nobody was asked under it.
 * Errors: `not_found` (study, or not the actor's to see).
 */
export async function findManagedRequest(
  ctx: Context,
  of: { readonly study: string; readonly identifier: string },
): Promise<DonationRequest | null> {
  const { id: studyId } = await getStudyByKey(ctx, of.study);
  if (!hasVerb(ctx.actor, 'donations.manage', { studyId })) throw new Problem('not_found');
  return findRequestOfIdentifier(ctx, { studyId, identifier: of.identifier });
}
