import { describe, expect, it } from 'vitest';
import { createLogger } from '../log/log.ts';
import { Problem } from '../problems/problem.ts';
import { SharedCommits, type SharedWork } from './shared-commits.ts';
import { TransactionPool } from './transaction-pool.ts';

const limits = { itemsPerCommit: 3, weightPerCommit: 10, mostWaiting: 5, mostWaitingWeight: 100 };

/** Commits that end when the test says so; each item is a word, answered in capitals. */
function aQueue(kind: 'server' | 'embedded', work: Partial<SharedWork<string, string>> = {}) {
  const commits: { readonly items: readonly string[]; readonly end: () => void }[] = [];
  const queue = new SharedCommits<string, string>(
    { db: { kind, pool: new TransactionPool() }, log: createLogger({ process: 'command', level: 'silent' }) },
    {
      commit: (items) =>
        new Promise((resolve) => {
          const end = () => {
            resolve(items.map((item) => item.toUpperCase()));
          };
          commits.push({ items, end });
        }),
      weightOf: () => 1,
      limits,
      noun: 'words',
      ...work,
    },
  );
  return { queue, commits };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('man-19 shared commits', () => {
  it('man-19 an item alone waits for nobody, and is answered after its commit', async () => {
    const { queue, commits } = aQueue('server');
    let answer: string | null = null;
    const added = queue.add('a').then((told) => (answer = told));
    expect(commits.map(({ items }) => items)).toEqual([['a']]);
    await settled();
    expect(answer).toBeNull();
    commits[0]?.end();
    await added;
    expect(answer).toBe('A');
    await queue.close();
    expect(queue.isIdle).toBe(true);
  });

  it('man-19 what comes meanwhile goes together in its order, by number and by weight', async () => {
    const { queue, commits } = aQueue('embedded', { weightOf: (item) => item.length });
    const words = ['a', 'b', 'c', 'd', 'a word of weight', 'e'];
    const added = words.map((word) => queue.add(word));
    for (let at = 0; at < 3; at += 1) {
      commits[at]?.end();
      await settled();
    }
    expect(commits.map(({ items }) => items)).toEqual([['a'], ['b', 'c', 'd'], ['a word of weight'], ['e']]);
    commits[3]?.end();
    expect(await Promise.all(added)).toEqual(words.map((word) => word.toUpperCase()));
  });

  it('man-19 two commits are under way on a server', () => {
    const { queue, commits } = aQueue('server');
    for (const word of ['a', 'b', 'c', 'd']) void queue.add(word);
    expect(commits.map(({ items }) => items)).toEqual([['a'], ['b']]);
    expect(queue.isIdle).toBe(false);
  });

  it('man-19 one that cannot be stored costs no other', async () => {
    const tried: string[] = [];
    const { queue } = aQueue('embedded', {
      commit: (items) => {
        tried.push(items.join(''));
        return items.includes('b') ? Promise.reject(new Problem('input_invalid')) : Promise.resolve([...items]);
      },
    });
    const told = await Promise.allSettled(['x', 'a', 'b', 'c'].map((word) => queue.add(word)));
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(tried).toEqual(['x', 'abc', 'a', 'b', 'c']);
  });

  it('man-19 a lost connection is tried once more', async () => {
    let tries = 0;
    const { queue } = aQueue('embedded', {
      commit: (items) => {
        tries += 1;
        return tries === 1 ? Promise.reject(new Error('Connection terminated')) : Promise.resolve([...items]);
      },
    });
    expect(await queue.add('a')).toBe('a');
    expect(tries).toBe(2);
  });

  it('man-19 more than may wait is turned away', async () => {
    const { queue } = aQueue('embedded');
    for (const word of ['a', 'b', 'c', 'd', 'e', 'f']) void queue.add(word);
    await expect(queue.add('g')).rejects.toMatchObject({ code: 'intake_busy' });
  });
});
