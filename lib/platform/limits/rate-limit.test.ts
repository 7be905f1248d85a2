import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import { openServerDatabase } from '../db/connection.ts';
import type { Database } from '../db/database.ts';
import { takeToken } from './rate-limit.ts';

describe('takeToken', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  const rule = { name: 'sign-in', points: 3, perSeconds: 60 };
  const outcomes = (key: string, times: number, on: Database = db) =>
    Promise.all(
      Array.from({ length: times }, () =>
        takeToken({ db: on }, { ...rule, key }).then(
          () => 'taken',
          (error: unknown) => (error as { code: string }).code,
        ),
      ),
    );

  it('platform: allows so many and no more, each caller by itself, however many ask at once', async () => {
    const first = await outcomes('ana', 5);
    expect(first.filter((outcome) => outcome === 'taken')).toHaveLength(3);
    expect(first.filter((outcome) => outcome === 'rate_limited')).toHaveLength(2);
    expect(await outcomes('ben', 1)).toEqual(['taken']);
  });

  it('platform: says how long to wait', async () => {
    const refusal = takeToken({ db }, { ...rule, key: 'ana' });
    await expect(refusal).rejects.toThrow(/Try again in \d+ seconds/);
    await expect(refusal).rejects.toMatchObject({
      fields: { retryAfterSeconds: expect.stringMatching(/^\d+$/) as string },
    });
  });

  it('platform: allows again when the time is over', async () => {
    const brief = { name: 'brief', key: 'ana', points: 1, perSeconds: 1 };
    await takeToken({ db }, brief);
    await expect(takeToken({ db }, brief)).rejects.toMatchObject({ code: 'rate_limited' });
    await expect
      .poll(
        () =>
          takeToken({ db }, brief).then(
            () => 'taken',
            () => 'refused',
          ),
        { timeout: 10_000 },
      )
      .toBe('taken');
  });

  it('platform: goes on counting in memory while the database does not answer', async () => {
    const gone = openServerDatabase('postgres://nobody@127.0.0.1:9/nothing');
    const counted = await outcomes('ana', 5, gone);
    expect(counted.filter((outcome) => outcome === 'taken')).toHaveLength(3);
    expect(counted.filter((outcome) => outcome === 'rate_limited')).toHaveLength(2);
    await gone.close();
  });
});
