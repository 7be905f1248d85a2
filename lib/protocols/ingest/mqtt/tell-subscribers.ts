import { setTimeout as sleep } from 'node:timers/promises';
import type { MqttSession } from '#lib/platform/mqtt/mqtt-session.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { readNotices, settleNotices, type HeldConnection, type ThingSpeaker } from '#lib/sensors/index.ts';

/** News are looked for so often, ms. */
const lookEveryMs = 1_000;

export interface Telling {
  readonly connection: HeldConnection;
  readonly session: MqttSession;
  readonly speaker: ThingSpeaker;
  /** Aborts when the line ends. */
  readonly signal: AbortSignal;
}

/**
 * Tells a broker of what is new for as long as its line is open (man-34; OGC 18-088, section 14.2), oldest first and at
 * QoS 1. What it may not have got is told again on the next line. Nothing for connections that only fetch.
 */
export async function tellSubscribers({ db, log }: Pick<Runtime, 'db' | 'log'>, telling: Telling): Promise<void> {
  const { connection, signal } = telling;
  const { publishesUnder } = connection.settings;
  if (publishesUnder === null) return;
  while (!signal.aborted) {
    let count = 0;
    try {
      const notices = await readNotices(db, connection);
      const prefix = `${publishesUnder}/`;
      for (const { news } of notices) if (news) await tell(telling, prefix, news);
      if (notices.length > 0)
        await settleNotices(
          db,
          connection,
          notices.map(({ id }) => id),
        );
      count = notices.length;
    } catch (error) {
      log.warn({ err: error, connectionId: connection.id }, 'subscribers of a broker were not told');
    }
    // Rejects when the signal aborts: the loop's condition tells.
    if (count === 0) await Promise.allSettled([sleep(lookEveryMs, undefined, { signal, ref: false })]);
  }
}

async function tell(
  { session, speaker, signal }: Telling,
  prefix: string,
  news: Parameters<ThingSpeaker['tell']>[0],
): Promise<void> {
  const { topics, payload } = speaker.tell(news);
  for (const topic of topics) {
    await whileOpen(signal, session.publish(`${prefix}${topic}`, payload, { isRetained: false }));
  }
}

/** A broker that goes away never answers: what waits for it fails when the line ends. */
function whileOpen(signal: AbortSignal, work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      reject(new Error('The line ended.'));
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    void work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', end);
    });
  });
}
