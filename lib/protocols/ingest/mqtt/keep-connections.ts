import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '#lib/platform/ids.ts';
import { holdConnections, letConnectionsGo, type HeldConnection } from '#lib/sensors/index.ts';
import { runConnection, type MqttRuntime } from './run-connection.ts';

/** A change of a connection is seen within this, ms. */
const lookEveryMs = 3_000;
/** Connections of a worker that was killed are run by another after this, ms. */
const leaseMs = 20_000;

interface Running {
  readonly updatedAtMs: number;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/**
 * Runs the connections to brokers of every organization until the signal aborts: each by one worker, however many there
 * are; one that was changed begins again, one that was switched off or removed ends.
 */
export async function keepMqttConnections(runtime: MqttRuntime, signal: AbortSignal): Promise<void> {
  const holder = newId();
  const running = new Map<string, Running>();
  while (!signal.aborted) {
    try {
      const at = new Date();
      const held = await holdConnections(runtime.db, { holder, at, until: new Date(at.getTime() + leaseMs) });
      await follow(runtime, running, held);
    } catch (error) {
      runtime.log.warn({ err: error }, 'connections to brokers could not be looked for; it is tried again');
    }
    // Rejects when the signal aborts: the loop's condition tells.
    await Promise.allSettled([sleep(lookEveryMs, undefined, { signal, ref: false })]);
  }
  await follow(runtime, running, []);
  await letConnectionsGo(runtime.db, holder);
}

async function follow(
  runtime: MqttRuntime,
  running: Map<string, Running>,
  held: readonly HeldConnection[],
): Promise<void> {
  const wanted = new Map(held.map((connection) => [connection.id, connection]));
  const ending = [...running].filter(([id, { updatedAtMs }]) => wanted.get(id)?.updatedAt.getTime() !== updatedAtMs);
  for (const [id, { stop }] of ending) {
    stop.abort();
    running.delete(id);
  }
  await Promise.all(ending.map(([, { ended }]) => ended));
  for (const [id, connection] of wanted) {
    if (running.has(id)) continue;
    const stop = new AbortController();
    const ended = runConnection(runtime, connection, stop.signal).catch((error: unknown) => {
      runtime.log.error({ err: error, connectionId: id }, 'a connection to a broker ended');
      running.delete(id);
    });
    running.set(id, { updatedAtMs: connection.updatedAt.getTime(), stop, ended });
  }
}
