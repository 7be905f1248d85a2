import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { defaultAlertSettings } from './alert-settings.ts';
import { isDigestDue } from './digest.ts';
import { nextAttempt, signWebhook } from './webhook.ts';

it('pdk-22 a digest is due once, from its hour in the study’s zone on, on its days', () => {
  const settings = {
    ...defaultAlertSettings('s'),
    recipients: ['a@example.org'],
    isDigestEnabled: true,
    digestHour: 7,
    digestDays: [1, 2, 3, 4, 5],
    timeZone: 'Africa/Kampala',
  };
  const due = (now: string, lastDigestAt: string | null = null) =>
    isDigestDue({ ...settings, lastDigestAt: lastDigestAt === null ? null : new Date(lastDigestAt) }, new Date(now));
  // A Monday; Kampala is three hours ahead.
  expect(due('2026-11-30T03:59:00Z')).toBe(false);
  expect(due('2026-11-30T04:00:00Z')).toBe(true);
  expect(due('2026-11-30T15:00:00Z', '2026-11-27T04:00:00Z')).toBe(true);
  expect(due('2026-11-30T15:00:00Z', '2026-11-30T04:00:00Z')).toBe(false);
  expect(due('2026-11-30T15:00:00Z', '2026-11-30T03:00:00Z')).toBe(true);
  expect(due('2026-11-29T15:00:00Z')).toBe(false);
  expect(isDigestDue({ ...settings, recipients: [] }, new Date('2026-11-30T15:00:00Z'))).toBe(false);
});

it('pdk-22 a webhook’s signature covers time and body; its waits grow until it is given up', () => {
  const at = new Date('2026-11-29T12:00:00Z');
  const expected = createHmac('sha256', 'key')
    .update(`${String(at.getTime() / 1000)}.{"a":1}`)
    .digest('hex');
  expect(signWebhook('key', '{"a":1}', at)).toBe(`t=${String(at.getTime() / 1000)},v1=${expected}`);
  const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => (nextAttempt(attempt, at)?.getTime() ?? 0) - at.getTime());
  expect(waits).toEqual([...waits].sort((a, b) => a - b));
  expect(waits.every((wait) => wait > 0)).toBe(true);
  expect(nextAttempt(9, at)).toBeNull();
});
