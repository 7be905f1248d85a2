import { getStudy } from '#lib/accounts/index.ts';
import { closeUnwantedAlerts, getSource } from '#lib/sources/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { sealText } from '#lib/platform/crypto/seal.ts';
import { newId } from '#lib/platform/ids.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  deletePeer,
  findPeer,
  findSourcePeer,
  selectPeersOfStudy,
  writePeer,
  writePeerKey,
  writeSourcePeer,
} from '../../data/federation/peers.sql.ts';
import type { Peer, PeerDraft, SourcePeer } from '../../domain/federation/peer.ts';
import { forwardJobName } from './forward-points.ts';

/** The peer servers of a study, by name. Throws `not_found`, `permission_missing`. */
export async function listPeers(ctx: Context, studyId: string): Promise<Peer[]> {
  await getStudy(ctx, studyId);
  requireVerb(ctx, 'sources.manage', { studyId });
  return selectPeersOfStudy(ctx, studyId);
}

/**
 * Adds a peer server to a study, or changes one. Its key is sealed and never given back. Errors: `not_found`,
 * `permission_missing`, `already_exists` (name), `input_invalid` (an address of this study itself: points would go round).
 */
export async function savePeer(
  ctx: Context,
  input: { readonly studyId: string; readonly id: string | null; readonly draft: PeerDraft },
  { secret, publicUrl }: Pick<Config, 'secret' | 'publicUrl'>,
): Promise<Peer> {
  const { studyId, draft } = input;
  const study = await getStudy(ctx, studyId);
  requireVerb(ctx, 'studies.manage', { studyId });
  const before = input.id === null ? null : await requirePeer(ctx, input.id, studyId);
  refuseOwnAddress(draft.uploadUrl, { studyKey: study.key, publicUrl });
  const id = before?.id ?? newId();
  await ctx.db.transaction(async () => {
    const { name, uploadUrl, metadataUrl, requestKey } = draft;
    if (!(await writePeer(ctx, { id, studyId, name, uploadUrl, metadataUrl, at: ctx.now() }))) {
      const detail = 'Another peer of the study has this name.';
      throw new Problem('already_exists', { detail, fields: { name: detail } });
    }
    if (requestKey !== undefined)
      await writePeerKey(ctx, id, requestKey === null ? null : sealText(secret, requestKey));
    const action = before ? 'peer.update' : 'peer.create';
    const detail = {
      name,
      uploadUrl,
      metadataUrl,
      ...(requestKey === undefined ? {} : { hasKey: requestKey !== null }),
    };
    await writeAudit(ctx, { action, subjectType: 'peer', subjectId: id, studyId, detail });
  });
  return requirePeer(ctx, id, studyId);
}

/** Two names of one study would hand its points from one to the other for ever. */
function refuseOwnAddress(address: string, own: { readonly studyKey: string; readonly publicUrl: string }): void {
  const [url, ours] = [new URL(address), new URL(own.publicUrl)];
  const isOurs =
    url.host === ours.host && (url.pathname.startsWith('/data/') || url.pathname.includes(`/studies/${own.studyKey}/`));
  if (!isOurs) return;
  const detail = 'This is an address of this study.';
  throw new Problem('input_invalid', { detail, fields: { uploadUrl: detail } });
}

/** Removes a peer that has no sources and nothing on its way. Throws `not_found`, `permission_missing`, `state_conflict`. */
export async function removePeer(
  ctx: Context,
  { studyId, id }: { readonly studyId: string; readonly id: string },
): Promise<void> {
  await getStudy(ctx, studyId);
  requireVerb(ctx, 'studies.manage', { studyId });
  await ctx.db.transaction(async () => {
    const { name, sources, waitingPoints } = await requirePeer(ctx, id, studyId);
    if (sources > 0 || waitingPoints > 0) {
      throw new Problem('state_conflict', {
        detail: `${String(sources)} sources belong to this peer and ${String(waitingPoints)} points are on their way. Bring the sources back first.`,
      });
    }
    await deletePeer(ctx, id);
    await writeAudit(ctx, { action: 'peer.remove', subjectType: 'peer', subjectId: id, studyId, detail: { name } });
  });
}

async function requirePeer(ctx: Context, id: string, studyId: string): Promise<Peer> {
  const peer = await findPeer(ctx, id);
  if (peer?.studyId !== studyId) throw new Problem('not_found');
  return peer;
}

/** Where the data of a source is; null: here. Throws `not_found`. */
export async function getSourcePeer(ctx: Context, sourceId: string): Promise<SourcePeer | null> {
  await getSource(ctx, sourceId);
  return findSourcePeer(ctx, sourceId);
}

/**
 * Puts a source with a peer of its study: what it sent and what it sends go there, and its alerts are off here. Null brings it
 * back: what comes from then on stays here. Errors: `not_found`, `permission_missing` (`sources.erase`: data leaves this server).
 */
export async function assignPeer(
  ctx: Context,
  { sourceId, peerId }: { readonly sourceId: string; readonly peerId: string | null },
): Promise<SourcePeer | null> {
  const { studyId, identifier } = await getSource(ctx, sourceId);
  requireVerb(ctx, 'sources.erase', { studyId });
  const peer = peerId === null ? null : await requirePeer(ctx, peerId, studyId);
  await ctx.db.transaction(async () => {
    await writeSourcePeer(ctx, { sourceId, peerId, at: ctx.now() });
    await closeUnwantedAlerts(ctx);
    const detail = { identifier, peer: peer && { id: peer.id, name: peer.name } };
    await writeAudit(ctx, { action: 'source.peer', subjectType: 'source', subjectId: sourceId, studyId, detail });
    if (peer) await ctx.enqueue(forwardJobName, {}, { jobKey: forwardJobName });
  });
  return findSourcePeer(ctx, sourceId);
}
