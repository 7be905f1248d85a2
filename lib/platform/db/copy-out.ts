import { to as copyTo } from 'pg-copy-streams';
import type { Database } from './database.ts';

/**
 * The bytes of `COPY … TO STDOUT`, as the server sends them: the fastest way out of a PostgreSQL server, at constant
 * memory. The embedded database has no COPY. `statement` takes no parameters: whatever is in it must be our own.
 * Leaving the loop early, or aborting, closes the connection, which ends the query on the server too.
 */
export async function* copyOut(db: Database, statement: string, signal?: AbortSignal): AsyncGenerator<Buffer> {
  signal?.throwIfAborted();
  const client = await db.pool.connect();
  const stream = client.query(copyTo(statement, { highWaterMark: 1024 * 1024 }));
  const onAbort = () => {
    stream.destroy(signal?.reason as Error);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  let isWhole = false;
  try {
    for await (const bytes of stream) yield bytes as Buffer;
    isWhole = true;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    client.release(!isWhole);
  }
}
