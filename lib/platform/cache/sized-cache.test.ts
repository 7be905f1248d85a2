import { expect, test } from 'vitest';
import { SizedCache } from './sized-cache.ts';

const sized = (value: string, size = 1) => ({ value, size });

test('platform: callers at once share one making, and later ones what was made', async () => {
  const cache = new SizedCache<string>(10);
  let makes = 0;
  const make = async () => sized(`made ${String((makes += 1))}`);
  expect(await Promise.all([cache.get('a', make), cache.get('a', make)])).toEqual(['made 1', 'made 1']);
  expect(await cache.get('a', make)).toBe('made 1');
});

test('platform: what was not used for longest goes first when the room is full', async () => {
  const cache = new SizedCache<string>(3);
  for (const key of ['a', 'b', 'c']) await cache.get(key, async () => sized(key));
  await cache.get('a', async () => sized('a again'));
  await cache.get('d', async () => sized('d'));
  expect(await cache.get('a', async () => sized('a again'))).toBe('a');
  expect(await cache.get('b', async () => sized('b again'))).toBe('b again');
});

test('platform: what is larger than the room is made and not kept; a failure is tried again', async () => {
  const cache = new SizedCache<string>(3);
  expect(await cache.get('a', async () => sized('large', 4))).toBe('large');
  expect(await cache.get('a', async () => sized('made again'))).toBe('made again');
  await expect(cache.get('b', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await cache.get('b', async () => sized('up'))).toBe('up');
});
