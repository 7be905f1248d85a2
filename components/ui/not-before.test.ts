import { expect, test } from 'vitest';
import { createFormatter } from 'use-intl';
import { notBefore } from './not-before.ts';

const now = new Date('2026-11-22T12:00:00Z');
const format = createFormatter({ locale: 'en', timeZone: 'UTC' });
const words = (seconds: number) => {
  const moment = new Date(now.getTime() + seconds * 1000);
  return format.relativeTime(moment, notBefore(moment, now));
};

test('platform: what has just happened is now, whatever the clocks say', () => {
  expect(words(22)).toBe('now');
  expect(words(90)).toBe('now');
  expect(words(0)).toBe('now');
});

test('platform: moments before and far after are said as they are', () => {
  expect(words(-300)).toBe('5 minutes ago');
  expect(words(3600)).toBe('in 1 hour');
});
