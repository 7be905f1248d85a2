import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from './database.ts';

const pieceBytes = 256 * 1024;

/**
 * Sends the bytes of one `COPY … FROM STDIN` in the transaction of the calling scope: the fastest way into a PostgreSQL
 * server. The embedded database has no COPY. `statement` takes no parameters: whatever is in it must be our own.
 * Rejects with the server's error; the transaction (or savepoint) is then to be rolled back.
 */
export async function copyIn(db: Database, statement: string, bytes: Buffer): Promise<void> {
  const client = db.pool.transactionClient;
  if (!client) throw new TypeError('copyIn works inside a transaction');
  const stream = client.query(copyFrom(statement));
  const finished = once(stream, 'finish');
  // Pieces, so that the server works on the first while the others are on their way.
  for (let at = 0; at < bytes.length; at += pieceBytes) stream.write(bytes.subarray(at, at + pieceBytes));
  stream.end();
  await finished;
}
