import { z } from 'zod';
import { apiGet, apiPut, pageSchema } from '#components/ui/api-client.ts';
import { peerSchema, sourcePeerSchema } from '#lib/passive/domain/federation/peer.ts';

/** The servers that sources of a study can be given to. */
export async function fetchPeers(studyId: string, signal: AbortSignal) {
  return (await apiGet(`studies/${studyId}/peers`, pageSchema(peerSchema), { signal })).items;
}

const whereSchema = z.object({ at: sourcePeerSchema.nullable() });

/** Which server has the data of a source; null: this one. */
export async function fetchSourcePeer(sourceId: string, signal: AbortSignal) {
  return (await apiGet(`sources/${sourceId}/peer`, whereSchema, { signal })).at;
}

/** Gives a source to a server, or brings it back. */
export function putSourcePeer(sourceId: string, peerId: string | null) {
  return apiPut(`sources/${sourceId}/peer`, { peerId });
}
