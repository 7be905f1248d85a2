import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about sensors; part of the access matrix. */
export function sensorsAccess({ noId, studyKey }: Things): Readonly<Record<string, Access>> {
  const node = { study: studyKey, eui64: 'A81758FFFE053C84', protocol: 'ELSYSERS' };
  const day = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };
  const manage = { who: 'destinations.manage' } as const;
  const nothing = { ...manage, params: { id: noId }, ok: 404 } as const;
  const publisher = { kind: 'webhook', name: 'Town', fields: ['co2'], settings: { url: 'https://town.example/hook' } };
  const sources = { who: 'sources.manage' } as const;
  const lost = { params: { id: noId }, ok: 404 } as const;
  const broker = { name: 'Lab', settings: { url: 'mqtt://lab.example', format: 'ttn', topics: ['v3/+/devices/+/up'] } };
  return {
    'GET /api/cairn/v1/mqtt-connections': sources,
    'POST /api/cairn/v1/mqtt-connections': { ...sources, body: broker, ok: 201 },
    'GET /api/cairn/v1/mqtt-connections/{id}': { ...sources, ...lost },
    'PUT /api/cairn/v1/mqtt-connections/{id}': { ...sources, ...lost, body: broker },
    'DELETE /api/cairn/v1/mqtt-connections/{id}': { ...sources, ...lost },
    'GET /api/cairn/v1/mqtt-connections/{id}/messages': { who: 'passive.quarantine', ...lost },
    'POST /api/cairn/v1/mqtt-connections/{id}/messages/replay': { who: 'passive.quarantine', ...lost },
    'GET /api/cairn/v1/publishers': manage,
    'POST /api/cairn/v1/publishers': { ...manage, body: publisher, ok: 201 },
    'GET /api/cairn/v1/publishers/{id}': nothing,
    'PUT /api/cairn/v1/publishers/{id}': { ...nothing, body: publisher },
    'DELETE /api/cairn/v1/publishers/{id}': nothing,
    'GET /api/cairn/v1/publishers/{id}/publications': nothing,
    'POST /api/cairn/v1/publishers/{id}/publications/retry': { ...nothing, body: { ids: null } },
    'GET /api/cairn/v1/nodes': { who: 'sources.read' },
    'POST /api/cairn/v1/nodes': { who: 'sources.manage', body: node, ok: 201 },
    'GET /api/cairn/v1/nodes/{id}': { who: 'sources.read', params: { id: noId }, ok: 404 },
    'GET /api/cairn/v1/nodes/{id}/series': { who: 'passive.read', params: { id: noId }, query: day, ok: 404 },
    ...placesAccess(noId),
    ...inventoryAccess(noId),
    'POST /api/cairn/v1/nodes/list': { who: 'sources.manage', body: { study: 'none', text: '' }, ok: 400 },
    'POST /api/cairn/v1/sensor-messages/recovery': { who: 'intake.send', body: { lines: ['{}'] } },
    'GET /api/cairn/v1/sensor-messages': { who: 'passive.quarantine' },
    'POST /api/cairn/v1/sensor-messages/replay': { who: 'passive.quarantine', ok: 202 },
  };
}

/** Sites, rooms, and what is installed there. */
function placesAccess(noId: string): Readonly<Record<string, Access>> {
  const params = { id: noId };
  const day = { from: '2026-11-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };
  const [read, see] = [{ who: 'sources.read' } as const, { who: 'registry.read' } as const];
  const [manage, edit] = [{ who: 'sources.manage' } as const, { who: 'registry.edit' } as const];
  const bands = { quantity: 'co2', bands: [{ upTo: null, severity: 0 }] };
  return {
    'GET /api/cairn/v1/sensors': read,
    'GET /api/cairn/v1/sensors/counts': read,
    'GET /api/cairn/v1/sensors/open': { who: 'destinations.manage' },
    'PUT /api/cairn/v1/sensors/open': { who: 'destinations.manage', body: { isOpen: true }, stranger: 200 },
    'GET /api/cairn/v1/sensors/bands': read,
    'PUT /api/cairn/v1/sensors/bands': { who: 'alerts.manage', body: bands, stranger: 200 },
    'GET /api/cairn/v1/sensors/sites': see,
    'POST /api/cairn/v1/sensors/sites': { ...edit, body: { name: '' }, ok: 400 },
    'GET /api/cairn/v1/sensors/sites/{id}': { ...see, params, ok: 404 },
    'PATCH /api/cairn/v1/sensors/sites/{id}': { ...edit, params, body: { name: 'New' }, ok: 404 },
    'DELETE /api/cairn/v1/sensors/sites/{id}': { ...edit, params, ok: 404 },
    'GET /api/cairn/v1/sensors/rooms': see,
    'POST /api/cairn/v1/sensors/rooms': { ...edit, body: { name: 'New', siteId: noId }, ok: 404 },
    'PATCH /api/cairn/v1/sensors/rooms/{id}': { ...edit, params, body: { name: 'New' }, ok: 404 },
    'DELETE /api/cairn/v1/sensors/rooms/{id}': { ...edit, params, ok: 404 },
    'GET /api/cairn/v1/sensors/rooms/{id}/air-quality': { who: 'passive.read', params, ok: 404 },
    'GET /api/cairn/v1/public-sites': { who: 'public' },
    'GET /api/cairn/v1/public-sites/{id}': { who: 'public', params: { id: '999999999' }, ok: 404 },
    'GET /api/cairn/v1/installations': read,
    'POST /api/cairn/v1/installations': { ...manage, body: { nodeId: noId, roomId: noId }, ok: 400, stranger: 400 },
    'GET /api/cairn/v1/installations/{id}': { ...read, params, ok: 404 },
    'PATCH /api/cairn/v1/installations/{id}': { ...manage, params, body: { isPublic: true }, ok: 404 },
    'DELETE /api/cairn/v1/installations/{id}': { ...manage, params, ok: 404 },
    'GET /api/cairn/v1/installations/{id}/image': { ...read, params, ok: 404 },
    'PUT /api/cairn/v1/installations/{id}/image': { ...manage, params, ok: 404 },
    'GET /api/cairn/v1/installations/{id}/series': { who: 'passive.read', params, query: day, ok: 404 },
    'GET /api/cairn/v1/installations/{id}/readings': { who: 'passive.read', params, ok: 404 },
  };
}

/** The catalogue, which administrators of the installation write, and addresses. */
function inventoryAccess(noId: string): Readonly<Record<string, Access>> {
  const read = { who: 'sources.read' } as const;
  const [see, edit] = [{ who: 'registry.read' } as const, { who: 'registry.edit' } as const];
  const catalogue = { who: 'administrator', stranger: 403 } as const;
  const absent = { params: { id: noId }, ok: 404 } as const;
  const address = { street1: 'Way 1', zip: '10115', city: 'Berlin' };
  const bodies = {
    models: { name: 'New model' },
    protocols: { identifier: 'NEWPROT' },
    quantities: { name: 'New quantity', unitName: 'm' },
  };
  const lines = Object.entries(bodies).map(([list, body]): Record<string, Access> => ({
    [`GET /api/cairn/v1/sensors/${list}`]: read,
    [`POST /api/cairn/v1/sensors/${list}`]: { ...catalogue, body, ok: 201 },
    [`PUT /api/cairn/v1/sensors/${list}/{id}`]: { ...catalogue, ...absent, body },
    [`DELETE /api/cairn/v1/sensors/${list}/{id}`]: { ...catalogue, ...absent },
  }));
  return {
    ...(Object.assign({}, ...lines) as Record<string, Access>),
    'GET /api/cairn/v1/sensors/addresses': see,
    'POST /api/cairn/v1/sensors/addresses': { ...edit, body: address, ok: 201, stranger: 201 },
    'GET /api/cairn/v1/sensors/addresses/{id}': { ...see, ...absent },
    'PUT /api/cairn/v1/sensors/addresses/{id}': { ...edit, ...absent, body: address },
    'DELETE /api/cairn/v1/sensors/addresses/{id}': { ...edit, ...absent },
  };
}
