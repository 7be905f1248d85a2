import { expect, it } from 'vitest';
import { mergeByTime } from './merge-by-time.ts';

async function* listOf(name: string, ...times: readonly number[]) {
  for (const createdAtUs of times) {
    await Promise.resolve();
    yield { name, createdAtUs };
  }
}

it('pdk-33 lists in order of time become one, each thing once; of one time, in the order of the lists', async () => {
  const merged = [];
  for await (const { name, createdAtUs } of mergeByTime([listOf('a', 1, 4, 4), listOf('b'), listOf('c', 0, 4, 9)])) {
    merged.push(`${name}${String(createdAtUs)}`);
  }
  expect(merged).toEqual(['c0', 'a1', 'a4', 'a4', 'c4', 'c9']);
  expect(await mergeByTime([]).next()).toMatchObject({ done: true });
});
