import { donationsAccess } from './donations-access.ts';
import type { Access } from './access.ts';
import { alertAccess } from './alert-access.ts';
import { codebookAccess } from './codebook-access.ts';
import { passiveDataAccess } from './passive-data-access.ts';
import { issuesAccess } from './issues-access.ts';
import { nudgesAccess } from './nudges-access.ts';
import { registryAccess } from './registry-access.ts';
import { retentionAccess } from './retention-access.ts';
import { schedulesAccess } from './schedules-access.ts';
import { sensitiveAccess } from './sensitive-access.ts';
import { sensorsAccess } from './sensors-access.ts';
import { marker, type Things } from './world.ts';
import { exportsAccess } from './exports-access.ts';
import { federationAccess } from './federation-access.ts';
import { fidelityAccess } from './fidelity-access.ts';

const from = '2026-11-01T00:00:00Z';
const to = '2026-11-02T00:00:00Z';

/** Every route of our own API by method and address. A route that is missing here fails the test. */
export function accessMatrix(things: Things): Readonly<Record<string, Access>> {
  const { studyId, studyKey, sourceId, groupId, configurationId, roleId, taskId, typeId, quarantinedId, noId } = things;
  const selection = { ids: [sourceId] };
  const bulkOfNothing = { version: noId, selection: { ids: [noId] }, change: { status: 'VALID' } };
  const importSettings = { pyramid: 'Places', mapping: { name: 'name' } };
  const draft = { name: `${marker} draft`, idPattern: '^x', body: {} };
  return {
    ...exportsAccess(things),
    ...federationAccess(things),
    ...issuesAccess(things),
    ...nudgesAccess(things),
    ...retentionAccess(things),
    ...schedulesAccess(things),
    ...sensitiveAccess(things),
    ...fidelityAccess(things),
    'GET /api/cairn/v1/account': { who: 'person' },
    'POST /api/cairn/v1/sources/{id}/personal-report': {
      who: 'passive.export',
      params: { id: sourceId },
      body: {},
      ok: 202,
    },
    ...donationsAccess(things),
    'PATCH /api/cairn/v1/account': { who: 'person', body: { locale: 'fr' } },
    'POST /api/cairn/v1/account/password': {
      who: 'person',
      body: { currentPassword: 'not this one', newPassword: 'another stone entirely' },
      ok: 400,
    },
    'POST /api/cairn/v1/account/registration': {
      who: 'public',
      body: { username: 'newcomer', email: 'x@example.org', password: 'a stone upon a stone' },
      ok: 409,
    },
    'POST /api/cairn/v1/account/registration/verify': { who: 'public', body: { key: 'k'.repeat(43) }, ok: 400 },
    'POST /api/cairn/v1/account/organization': {
      who: 'public',
      body: { email: 'x@example.org', password: 'a stone upon a stone', name: '' },
      ok: 400,
    },
    'POST /api/cairn/v1/account/password-reset': { who: 'public', body: { email: 'x@example.org' }, ok: 202 },
    'POST /api/cairn/v1/account/password-reset/use': {
      who: 'public',
      body: { token: 'no such token at all', newPassword: 'another stone entirely' },
      ok: 400,
    },
    'POST /api/cairn/v1/account/second-factor': { who: 'person', body: { password: 'not this one' }, ok: 400 },
    'POST /api/cairn/v1/account/second-factor/confirm': { who: 'person', body: { code: '000000' }, ok: 409 },
    'POST /api/cairn/v1/account/second-factor/disable': { who: 'person', body: { password: 'not this one' }, ok: 400 },
    'GET /api/cairn/v1/account/sessions': { who: 'person' },
    'DELETE /api/cairn/v1/account/sessions/{id}': { who: 'person', params: { id: noId }, ok: 404 },
    'POST /api/cairn/v1/account/sessions/end-others': { who: 'person' },
    'GET /api/cairn/v1/audit': { who: 'audit.read' },
    'GET /api/cairn/v1/configurations': { who: 'passive.configure', query: { studyId }, stranger: 200 },
    'POST /api/cairn/v1/configurations': { who: 'passive.configure', body: { ...draft, studyId }, ok: 201 },
    'GET /api/cairn/v1/configurations/{id}': { who: 'passive.configure', params: { id: configurationId } },
    'PUT /api/cairn/v1/configurations/{id}': { who: 'passive.configure', params: { id: configurationId }, body: draft },
    'DELETE /api/cairn/v1/configurations/{id}': { who: 'passive.configure', params: { id: configurationId }, ok: 204 },
    'GET /api/cairn/v1/configurations/explain': {
      who: 'sources.read',
      query: { studyId, identifier: 'x' },
      stranger: 200,
    },
    'GET /api/cairn/v1/exports': { who: 'passive.export' },
    'POST /api/cairn/v1/exports': { who: 'passive.export', body: { study: studyKey }, ok: 202 },
    'POST /api/cairn/v1/exports/estimate': { who: 'passive.export', body: { study: studyKey } },
    'POST /api/cairn/v1/exports/types': { who: 'passive.export', body: { study: studyKey } },
    'GET /api/cairn/v1/exports/{id}/order': { who: 'passive.export', params: { id: taskId }, ok: 404 },
    'GET /api/cairn/v1/groups': { who: 'sources.read', query: { study: studyKey }, stranger: 200 },
    'POST /api/cairn/v1/groups': { who: 'sources.manage', body: { study: studyKey, name: 'new' }, ok: 201 },
    'PATCH /api/cairn/v1/groups/{id}': { who: 'sources.manage', params: { id: groupId }, body: { name: 'renamed' } },
    'DELETE /api/cairn/v1/groups/{id}': { who: 'sources.manage', params: { id: groupId } },
    'GET /api/cairn/v1/health-series': { who: 'health.read' },
    'GET /api/cairn/v1/health-series/now': { who: 'health.read' },
    'GET /api/cairn/v1/home': { who: 'signed-in' },
    'GET /api/cairn/v1/home/waiting': { who: 'signed-in' },
    'GET /api/cairn/v1/installation/audit': { who: 'administrator', stranger: 403 },
    'DELETE /api/cairn/v1/memberships/{id}': {
      who: 'users.manage',
      params: { id: things.membershipId },
      ok: 204,
      refused: [403, 404],
    },
    'POST /api/cairn/v1/memberships': {
      who: 'users.manage',
      body: { userId: things.userId, roleId: things.analystRoleId, studyId: null, orgUnitPath: null },
      ok: 201,
    },
    'GET /api/cairn/v1/organizations': { who: 'signed-in' },
    'POST /api/cairn/v1/organizations': { who: 'administrator', body: { name: 'A new one' }, ok: 201, stranger: 403 },
    'PATCH /api/cairn/v1/organizations/{id}': {
      who: 'organization.manage',
      params: { id: things.organizationId },
      body: { name: 'Another name' },
    },
    'POST /api/cairn/v1/organizations/{id}/archive': {
      who: 'organization.manage',
      params: { id: things.organizationId },
      ok: 204,
    },
    'POST /api/cairn/v1/organizations/{id}/restore': {
      who: 'administrator',
      params: { id: things.organizationId },
      ok: 204,
      stranger: 403,
    },
    'GET /api/cairn/v1/points': { who: 'passive.read', query: { source: sourceId, type: typeId } },
    'GET /api/cairn/v1/points/attachments': { who: 'passive.read', query: { source: sourceId } },
    'GET /api/cairn/v1/points/attachments/{id}': { who: 'passive.read', params: { id: things.fileId } },
    'GET /api/cairn/v1/points/chart': { who: 'passive.read', query: { source: sourceId, type: typeId, from, to } },
    'GET /api/cairn/v1/points/density': { who: 'passive.read', query: { source: sourceId, from, to } },
    'GET /api/cairn/v1/points/latest': { who: 'passive.read', query: { source: sourceId } },
    'GET /api/cairn/v1/points/raw': {
      who: 'passive.read',
      query: { source: sourceId, type: typeId, at: things.pointAtUs, hash: things.pointHash },
    },
    'GET /api/cairn/v1/points/variables': { who: 'passive.read', query: { source: sourceId, type: typeId } },
    'GET /api/cairn/v1/points/variables/chart': {
      who: 'passive.read',
      query: { source: sourceId, type: typeId, path: 'level', from, to },
    },
    'GET /api/cairn/v1/quarantine': { who: 'passive.quarantine' },
    'GET /api/cairn/v1/quarantine/reasons': { who: 'passive.quarantine' },
    'GET /api/cairn/v1/quarantine/{id}': { who: 'passive.quarantine', params: { id: quarantinedId } },
    'PUT /api/cairn/v1/quarantine/{id}/content': {
      who: 'passive.quarantine',
      params: { id: quarantinedId },
      body: { content: '{}' },
    },
    'POST /api/cairn/v1/quarantine/dismiss': {
      who: 'passive.quarantine',
      body: { ids: [quarantinedId] },
      stranger: 200,
    },
    'POST /api/cairn/v1/quarantine/dismiss-reason': {
      who: 'passive.quarantine',
      body: { reason: 'metadata_missing', study: studyKey },
    },
    'POST /api/cairn/v1/quarantine/reopen': {
      who: 'passive.quarantine',
      body: { ids: [quarantinedId] },
      stranger: 200,
    },
    'POST /api/cairn/v1/quarantine/replay': {
      who: 'passive.quarantine',
      body: { ids: [quarantinedId] },
      stranger: 200,
    },
    'POST /api/cairn/v1/quarantine/replay-reason': {
      who: 'passive.quarantine',
      body: { reason: 'metadata_missing', study: studyKey },
      ok: 202,
    },
    'GET /api/cairn/v1/quarantine/refused': { who: 'passive.quarantine', query: { study: studyKey } },
    'GET /api/cairn/v1/quarantine/refused/{id}': { who: 'passive.quarantine', params: { id: things.refusedId } },
    'GET /api/cairn/v1/quarantine/refused/{id}/bytes': { who: 'passive.quarantine', params: { id: things.refusedId } },
    'POST /api/cairn/v1/quarantine/refused/{id}/mend': {
      who: 'passive.quarantine',
      params: { id: things.refusedId },
      body: { content: '{}' },
    },
    'POST /api/cairn/v1/quarantine/refused/replay': {
      who: 'passive.quarantine',
      body: { ids: [things.refusedId] },
      stranger: 200,
    },
    'POST /api/cairn/v1/quarantine/refused/dismiss': {
      who: 'passive.quarantine',
      body: { ids: [things.refusedId] },
      stranger: 200,
    },
    'POST /api/cairn/v1/quarantine/refused/reopen': {
      who: 'passive.quarantine',
      body: { ids: [things.refusedId] },
      stranger: 200,
    },
    'GET /api/cairn/v1/registry-imports': { who: 'registry.edit' },
    'POST /api/cairn/v1/registry-imports': {
      who: 'registry.edit',
      query: { name: 'list.csv' },
      body: 'name;code',
      ok: 201,
    },
    'GET /api/cairn/v1/registry-imports/{id}': { who: 'registry.edit', params: { id: things.importId } },
    'GET /api/cairn/v1/registry-imports/{id}/columns': { who: 'registry.edit', params: { id: things.importId } },
    'GET /api/cairn/v1/registry-imports/{id}/report': { who: 'registry.edit', params: { id: things.importId } },
    'GET /api/cairn/v1/registry-imports/{id}/rows': { who: 'registry.edit', params: { id: things.importId } },
    'GET /api/cairn/v1/registry-imports/{id}/units': { who: 'registry.edit', params: { id: things.importId } },
    'POST /api/cairn/v1/registry-imports/{id}/check': {
      who: 'registry.edit',
      params: { id: things.importId },
      body: importSettings,
      ok: 202,
    },
    'POST /api/cairn/v1/registry-imports/{id}/run': {
      who: 'registry.edit',
      params: { id: things.importId },
      body: importSettings,
      ok: 202,
    },
    'POST /api/cairn/v1/registry-imports/{id}/undo': { who: 'registry.edit', params: { id: things.importId }, ok: 409 },
    'GET /api/cairn/v1/roles': { who: 'signed-in' },
    'POST /api/cairn/v1/roles': { who: 'roles.manage', body: { name: 'A role', verbs: ['sources.read'] }, ok: 201 },
    'PATCH /api/cairn/v1/roles/{id}': { who: 'roles.manage', params: { id: roleId }, body: { name: 'Renamed' } },
    'DELETE /api/cairn/v1/roles/{id}': { who: 'roles.manage', params: { id: roleId }, ok: 204 },
    'GET /api/cairn/v1/search': { who: 'signed-in', query: { q: 'a' } },
    'POST /api/cairn/v1/sign-out': { who: 'person', ok: 204 },
    'GET /api/cairn/v1/sources': { who: 'sources.read' },
    'POST /api/cairn/v1/sources': { who: 'sources.manage', body: { study: studyKey, identifier: 'new-one' }, ok: 201 },
    'GET /api/cairn/v1/sources/{id}': { who: 'sources.read', params: { id: sourceId } },
    'PATCH /api/cairn/v1/sources/{id}': { who: 'sources.manage', params: { id: sourceId }, body: { name: 'renamed' } },
    'GET /api/cairn/v1/sources/{id}/types': { who: 'passive.read', params: { id: sourceId } },
    'POST /api/cairn/v1/sources/archive': { who: 'sources.manage', body: { selection, archived: true }, stranger: 200 },
    'POST /api/cairn/v1/sources/configuration': {
      who: 'passive.configure',
      body: { selection, configurationId },
      stranger: 200,
    },
    'GET /api/cairn/v1/sources/counts': { who: 'sources.read' },
    'POST /api/cairn/v1/sources/move': { who: 'sources.manage', body: { selection, to: { groupId } } },
    'GET /api/cairn/v1/sources/positions': { who: 'passive.read' },
    'POST /api/cairn/v1/sources/selection': { who: 'sources.manage', body: { selection }, stranger: 200 },
    'POST /api/cairn/v1/sources/suppress': {
      who: 'sources.manage',
      body: { selection, suppressAlerts: true },
      stranger: 200,
    },
    'GET /api/cairn/v1/studies': { who: 'studies.read' },
    'POST /api/cairn/v1/studies': { who: 'studies.manage', body: { key: 'new-study', name: 'New' }, ok: 201 },
    'GET /api/cairn/v1/studies/{id}': { who: 'studies.read', params: { id: studyId } },
    'PATCH /api/cairn/v1/studies/{id}': { who: 'studies.manage', params: { id: studyId }, body: { name: 'Renamed' } },
    'POST /api/cairn/v1/studies/{id}/archive': { who: 'studies.manage', params: { id: studyId } },
    'POST /api/cairn/v1/studies/{id}/fleet-keys': { who: 'studies.manage', params: { id: studyId } },
    'POST /api/cairn/v1/studies/{id}/restore': { who: 'studies.manage', params: { id: studyId } },
    'PUT /api/cairn/v1/studies/{id}/server-key': {
      who: 'studies.manage',
      params: { id: studyId },
      body: { privateKey: 'AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=' },
    },
    'GET /api/cairn/v1/tasks': { who: 'signed-in' },
    'GET /api/cairn/v1/tasks/{id}': { who: 'tasks.read', params: { id: taskId }, refused: 404 },
    'GET /api/cairn/v1/tasks/{id}/log': { who: 'tasks.read', params: { id: taskId }, refused: 404 },
    'GET /api/cairn/v1/tasks/{id}/result': { who: 'tasks.read', params: { id: taskId }, ok: 404, refused: 404 },
    'POST /api/cairn/v1/tasks/{id}/retry': { who: 'tasks.manage', params: { id: taskId }, refused: [403, 404] },
    'POST /api/cairn/v1/tasks/{id}/stop': { who: 'tasks.manage', params: { id: taskId }, ok: 409, refused: [403, 404] },
    'GET /api/cairn/v1/tokens': { who: 'tokens.manage' },
    'POST /api/cairn/v1/tokens': { who: 'tokens.manage', body: { name: 'new', scopes: ['sources.read'] }, ok: 201 },
    'DELETE /api/cairn/v1/tokens/{id}': {
      who: 'users.manage',
      params: { id: things.tokenId },
      ok: 204,
      refused: [403, 404],
    },
    'GET /api/cairn/v1/units': { who: 'registry.read', query: { version: noId }, ok: 404 },
    'POST /api/cairn/v1/units/bulk': { who: 'registry.edit', body: bulkOfNothing, ok: 404 },
    'POST /api/cairn/v1/units/bulk/preview': { who: 'registry.edit', body: bulkOfNothing, ok: 404 },
    'GET /api/cairn/v1/units/counts': { who: 'registry.read', query: { version: noId }, ok: 404 },
    'GET /api/cairn/v1/units/map-summary': { who: 'registry.read', query: { version: noId }, ok: 404 },
    'GET /api/cairn/v1/units/near': { who: 'registry.read', query: { lon: '0', lat: '0', version: noId }, ok: 404 },
    'GET /api/cairn/v1/units/tiles/{z}/{x}/{y}': {
      who: 'registry.read',
      params: { z: '0', x: '0', y: '0' },
      query: { version: noId },
      ok: 404,
    },
    'GET /api/cairn/v1/units/tree': { who: 'registry.read', query: { version: noId }, ok: 404 },
    'GET /api/cairn/v1/units/tree/search': {
      who: 'registry.read',
      query: { version: noId, text: 'a' },
      ok: 404,
    },
    'GET /api/cairn/v1/users': { who: 'users.read' },
    'POST /api/cairn/v1/users': {
      who: 'users.manage',
      body: { email: 'new@example.org', name: 'New', roleId: things.analystRoleId, studyId: null, orgUnitPath: null },
      ok: 201,
      stranger: 400,
    },
    'POST /api/cairn/v1/users/{id}/disable': { who: 'users.manage', params: { id: things.lockableId }, ok: 204 },
    'POST /api/cairn/v1/users/{id}/enable': { who: 'users.manage', params: { id: things.lockableId }, ok: 204 },
    ...alertAccess(things),
    ...passiveDataAccess(things),
    ...registryAccess(things),
    ...sensorsAccess(things),
    ...codebookAccess(),
  };
}
