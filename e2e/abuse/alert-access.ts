import { sourceListHeader } from '#lib/passive/domain/source-list.ts';
import type { Access } from './access.ts';
import type { Things } from './world.ts';

const listHeader = sourceListHeader.join('\t');

/** Every route of our own API about alerts, their rules, who is told, and lists of sources; part of the access matrix. */
export function alertAccess({ alerts, studyId, studyKey }: Things): Readonly<Record<string, Access>> {
  // The matrix is read for its names alone, too: then there are no things.
  const { alertId = '', alertRuleId = '' } = { ...(alerts as Partial<Things['alerts']> | undefined) };
  const read = { who: 'sources.read' } as const;
  const act = { who: 'sources.manage', stranger: 200 } as const;
  const manage = { who: 'alerts.manage' } as const;
  const none = { level: 'info', message: 'Nothing yet' };
  const definition = { kind: 'silence', signals: [], steps: [], none };
  const settings = {
    recipients: [],
    isDigestEnabled: false,
    digestHour: 7,
    digestDays: [1],
    timeZone: 'UTC',
    mailFrom: null,
    webhookUrl: null,
    webhookFrom: 'info',
  };
  return {
    'GET /api/cairn/v1/sources/list': { ...read, query: { study: studyKey } },
    'POST /api/cairn/v1/sources/list': {
      who: 'sources.manage',
      body: { study: studyKey, text: listHeader, isDryRun: true },
    },
    'GET /api/cairn/v1/alerts': read,
    'GET /api/cairn/v1/alerts/counts': read,
    'GET /api/cairn/v1/alerts/checks': read,
    'POST /api/cairn/v1/alerts/acknowledge': {
      ...act,
      body: { selection: { ids: [alertId] }, acknowledged: true },
    },
    'POST /api/cairn/v1/alerts/suppress': { ...act, body: { selection: { ids: [alertId] } } },
    'POST /api/cairn/v1/alerts/run': { who: 'sources.manage', body: { study: studyKey }, ok: 202 },
    'GET /api/cairn/v1/alert-rules': { ...manage, query: { studyId } },
    'POST /api/cairn/v1/alert-rules': { ...manage, body: { studyId, name: 'New', definition }, ok: 201 },
    'GET /api/cairn/v1/alert-rules/{id}': { ...manage, params: { id: alertRuleId } },
    'PUT /api/cairn/v1/alert-rules/{id}': { ...manage, params: { id: alertRuleId }, body: { name: 'New', definition } },
    'DELETE /api/cairn/v1/alert-rules/{id}': { ...manage, params: { id: alertRuleId }, ok: 204 },
    'POST /api/cairn/v1/alert-rules/preview': { ...manage, body: { studyId, definition } },
    'PUT /api/cairn/v1/alert-rules/built-in': {
      ...manage,
      body: { studyId, checkId: 'pdk-data-upload', isEnabled: false },
      ok: 204,
    },
    'GET /api/cairn/v1/alert-settings': { ...manage, query: { studyId } },
    'PUT /api/cairn/v1/alert-settings': { ...manage, body: { studyId, ...settings } },
    'GET /api/cairn/v1/alert-settings/messages': { ...manage, query: { studyId } },
  };
}
