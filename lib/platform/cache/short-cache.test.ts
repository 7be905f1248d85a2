import { expect, test } from 'vitest';
import { ShortCache } from './short-cache.ts';

test('platform: callers at once share one look-up', async () => {
  const cache = new ShortCache<number>(3000);
  let loads = 0;
  const load = async () => (loads += 1);
  expect(await Promise.all([cache.get('a', load), cache.get('a', load)])).toEqual([1, 1]);
  expect(await cache.get('b', load)).toBe(2);
});

test('platform: a failed look-up is tried again', async () => {
  const cache = new ShortCache<string>(3000);
  await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await cache.get('a', async () => 'up')).toBe('up');
});

test('platform: what was forgotten is looked up again', async () => {
  const cache = new ShortCache<string>(3000);
  await cache.get('a', async () => 'old');
  cache.clear();
  expect(await cache.get('a', async () => 'new')).toBe('new');
});
