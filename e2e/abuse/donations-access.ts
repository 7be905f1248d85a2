import { builtInServices } from '#lib/donations/domain/built-in-services.ts';
import type { Access } from './access.ts';
import type { Things } from './world.ts';

/** Every route of our own API about donated archives; part of the access matrix. */
export function donationsAccess({ studyKey = '', noId = '' }: Partial<Things>): Readonly<Record<string, Access>> {
  const manage = { who: 'donations.manage' } as const;
  // Nobody has a participant's token by who they are: without one, everybody meets the same.
  const token = { who: 'public', ok: 404, stranger: 404 } as const;
  const nothing = { params: { id: noId }, ok: 404, stranger: 404 };
  const study = { params: { key: studyKey } };
  const status = { params: { key: studyKey, file: '12345678.json' } };
  const { slug: _slug, ...service } = builtInServices[0]!;
  const settings = { isOpen: false, lifeDays: 30, remindAfterDays: 7, maxReminders: 3 };
  return {
    'GET /api/cairn/v1/donations': { ...manage },
    'POST /api/cairn/v1/donations': { ...manage, body: { study: studyKey, identifier: 'P-9' }, ok: 201 },
    'GET /api/cairn/v1/donations/{id}': { ...manage, ...nothing },
    'POST /api/cairn/v1/donations/{id}/close': { ...manage, ...nothing },
    'POST /api/cairn/v1/donations/{id}/link': { ...manage, ...nothing, body: {} },
    'GET /api/cairn/v1/donations/files/{id}/content': { who: 'donations.open', ...nothing },
    'POST /api/cairn/v1/donations/files/{id}/read': { ...manage, ...nothing },
    'GET /api/cairn/v1/donations/services': { ...manage },
    'PUT /api/cairn/v1/donations/services/{slug}': {
      ...manage,
      params: { slug: 'pinterest' },
      body: service,
      stranger: 200,
    },
    'GET /api/cairn/v1/donations/studies/{key}/settings': { ...manage, ...study },
    'PUT /api/cairn/v1/donations/studies/{key}/settings': { ...manage, ...study, body: settings },
    'GET /api/cairn/v1/donations/studies/{key}/pending/{file}': { ...manage, ...status },
    'GET /api/cairn/v1/donations/studies/{key}/uploads/{file}': { ...manage, ...status },
    'POST /api/cairn/v1/donate/start': { ...token, body: { study: studyKey } },
    'GET /api/cairn/v1/donate/request': { ...token },
    'PATCH /api/cairn/v1/donate/request': { ...token, body: { canEmail: false } },
    'POST /api/cairn/v1/donate/files': { ...token, body: { service: 'youtube', fileName: 'a.zip', sizeBytes: 1 } },
    'PUT /api/cairn/v1/donate/files/{id}': { ...token, params: { id: noId }, query: { offset: '0' } },
    'DELETE /api/cairn/v1/donate/files/{id}': { ...token, params: { id: noId } },
    // The study takes no visitors.
    'GET /api/cairn/v1/donate/studies/{key}': { ...token, ...study },
    'GET /api/cairn/v1/donate/studies/{key}/identifier.json': { ...token, ...study },
  };
}
