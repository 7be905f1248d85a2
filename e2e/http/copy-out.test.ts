import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openTestDatabase } from '#e2e/harness/test-database.ts';
import { copyOut } from '#lib/platform/db/copy-out.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';

/** The embedded database has no COPY: these run where a server is named. */
const hasServer = (process.env['CAIRN_TEST_DATABASE_URL'] ?? '') !== '';
const endless = `COPY (SELECT generate_series(1, 1000000000), repeat('x', 500)) TO STDOUT`;

let db: Database;

beforeAll(async () => {
  if (hasServer) db = await openTestDatabase();
});
afterAll(async () => {
  if (hasServer) await db.close();
});

async function runningCopies(): Promise<number> {
  const [row] = await db.query(
    z.object({ n: z.coerce.number() }),
    sql`SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%' AND state = 'active'`,
  );
  return row?.n ?? 0;
}

describe.runIf(hasServer)('platform: COPY out of a server', () => {
  it('platform: gives every byte', async () => {
    let text = '';
    for await (const bytes of copyOut(db, 'COPY (SELECT generate_series(1, 3)) TO STDOUT')) text += bytes.toString();
    expect(text).toBe('1\n2\n3\n');
  });

  it('platform: says what the server says', async () => {
    await expect(copyOut(db, 'COPY (SELECT 1 / 0) TO STDOUT').next()).rejects.toMatchObject({ code: '22012' });
    expect(await runningCopies()).toBe(0);
  });

  it('platform: ends the query on the server when the reader leaves early, or is told to', async () => {
    for await (const bytes of copyOut(db, endless)) if (bytes.length > 0) break;
    await vi.waitFor(async () => {
      expect(await runningCopies()).toBe(0);
    }, 5_000);
    const abort = new AbortController();
    const read = async () => {
      for await (const bytes of copyOut(db, endless, abort.signal)) if (bytes.length > 0) abort.abort();
    };
    await expect(read()).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitFor(async () => {
      expect(await runningCopies()).toBe(0);
    }, 5_000);
  });

  it('platform: ends it also when nobody reads', async () => {
    const abort = new AbortController();
    const copy = copyOut(db, endless, abort.signal);
    await copy.next();
    await new Promise((resolve) => setTimeout(resolve, 300));
    abort.abort();
    await expect(copy.next()).rejects.toThrow();
    await vi.waitFor(async () => {
      expect(await runningCopies()).toBe(0);
    }, 5_000);
  });
});
