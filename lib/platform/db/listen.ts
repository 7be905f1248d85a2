import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from './database.ts';
import type { Logger } from '../log/log.ts';
import { identifier } from './sql.ts';

const reconnectMs = 2000;

/**
 * Calls `onNotice` for each NOTIFY on a channel until the signal aborts; takes one connection of the pool. When the
 * connection is lost it opens another, and calls `onNotice` once for what may have been missed.
 * Notices are hints: whoever listens looks by itself now and then.
 */
export async function listen(
  { db, log }: { readonly db: Database; readonly log: Logger },
  channel: string,
  options: { readonly onNotice: () => void; readonly signal: AbortSignal },
): Promise<void> {
  const { onNotice, signal } = options;
  while (!signal.aborted) {
    try {
      await listenOnce(db, channel, options);
    } catch (error) {
      log.warn({ err: error, channel }, 'listening was interrupted');
    }
    // Ends early, by rejecting, when the signal aborts: then there is nothing left to wait for.
    await wait(reconnectMs, undefined, { signal, ref: false }).catch(() => false);
    onNotice();
  }
}

async function listenOnce(
  db: Database,
  channel: string,
  { onNotice, signal }: { readonly onNotice: () => void; readonly signal: AbortSignal },
): Promise<void> {
  const client = await db.pool.connect();
  const lost = Promise.withResolvers<undefined>();
  const onAbort = () => {
    lost.resolve(undefined);
  };
  try {
    client.on('notification', onNotice);
    client.on('error', lost.reject);
    client.on('end', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return;
    await client.query(`LISTEN ${identifier(channel).text}`);
    onNotice();
    await lost.promise;
  } finally {
    signal.removeEventListener('abort', onAbort);
    client.off('notification', onNotice);
    client.off('error', lost.reject);
    // Not given back: it would go on listening for nobody.
    client.release(true);
  }
}
