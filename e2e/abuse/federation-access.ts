import type { Access } from './access.ts';
import type { Things } from './world.ts';

let made = 0;

/** Every route of our own API about statistics and peer servers; part of the access matrix. */
export function federationAccess({ studyId, sourceId, noId }: Things): Readonly<Record<string, Access>> {
  made += 1;
  const peer = { name: `Peer ${String(made)}`, uploadUrl: 'https://peer.example.org/data/add-bundle.json' };
  const onePeer = { who: 'studies.manage', params: { id: studyId, peerId: noId } } as const;
  const study = { who: 'studies.manage', params: { id: studyId } } as const;
  return {
    'GET /api/cairn/v1/studies/{id}/request-key': study,
    'PUT /api/cairn/v1/studies/{id}/request-key': { ...study, body: { requestKey: 'a key that peers know' } },
    'GET /api/cairn/v1/studies/{id}/peers': { who: 'sources.manage', params: { id: studyId } },
    'POST /api/cairn/v1/studies/{id}/peers': { ...study, body: peer, ok: 201 },
    'PUT /api/cairn/v1/studies/{id}/peers/{peerId}': { ...onePeer, body: peer, ok: 404 },
    'DELETE /api/cairn/v1/studies/{id}/peers/{peerId}': { ...onePeer, ok: 404 },
    'GET /api/cairn/v1/sources/{id}/peer': { who: 'sources.read', params: { id: sourceId } },
    'PUT /api/cairn/v1/sources/{id}/peer': {
      who: 'sources.erase',
      params: { id: sourceId },
      body: { peerId: noId },
      ok: 404,
    },
    'GET /api/cairn/v1/sources/{id}/performance-metadata': { who: 'passive.read', params: { id: sourceId } },
  };
}
