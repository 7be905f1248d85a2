import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from './database.ts';

/**
 * Sends the bytes of one `COPY … FROM STDIN` in the transaction of the calling scope: the fastest way into a PostgreSQL
 * server. The embedded database has no COPY. `statement` takes no parameters: whatever is in it must be our own.
 * Rejects with the server's error; the transaction (or savepoint) is then to be rolled back.
 */
export async function copyIn(db: Database, statement: string, pieces: Iterable<Buffer>): Promise<void> {
  const client = db.pool.transactionClient;
  if (!client) throw new TypeError('copyIn works inside a transaction');
  await pipeline(pieces, client.query(copyFrom(statement)));
}
