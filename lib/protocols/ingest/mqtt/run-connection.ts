import { setTimeout as sleep } from 'node:timers/promises';
import { openMqttSession, type MqttSession } from '#lib/platform/mqtt/mqtt-session.ts';
import type { MqttMessage } from '#lib/platform/mqtt/mqtt-session.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import {
  insertMqttMessages,
  mqttBackOffMs,
  openMqttSecrets,
  readMqttMessages,
  toTopicFilter,
  writeConnectionState,
  type HeldConnection,
  type NewMqttMessage,
  type ThingSpeaker,
} from '#lib/sensors/index.ts';
import { MessageIntake } from './message-intake.ts';
import { readMqttMessage } from './read-mqtt-message.ts';
import { tellSubscribers } from './tell-subscribers.ts';

/** What holding lines needs of the process. */
export type MqttRuntime = Pick<Runtime, 'db' | 'log' | 'config' | 'context'> & {
  /** Who speaks SensorThings. */
  readonly speaker: ThingSpeaker;
};

/** Larger messages are no readings of sensors: their beginning is kept, and why they were refused. */
const maxPayloadBytes = 256 * 1024;
const keptBytes = 1024;
/** What waits to be read again (a person asked, or a worker was killed) is looked for so often, ms. */
const readAgainMs = 5_000;

/**
 * Holds one line to a broker open until the signal aborts: messages are kept, acknowledged, then read (man-20, man-35).
 * A line that fails is opened again with growing waits; how it is doing is written down.
 */
export async function runConnection(
  runtime: MqttRuntime,
  connection: HeldConnection,
  signal: AbortSignal,
): Promise<void> {
  const reader = new WaitingReader(runtime, connection, signal);
  const reading = reader.run();
  let failures = 0;
  const isOver = () => signal.aborted;
  while (!isOver()) {
    const openedAt = Date.now();
    const error = await holdOpen(runtime, { connection, signal, reader });
    if (isOver()) break;
    // A line that stood for a while begins anew.
    failures = Date.now() - openedAt > 60_000 ? 1 : failures + 1;
    const waitMs = mqttBackOffMs(failures);
    runtime.log.warn({ err: error, connectionId: connection.id, waitMs }, 'the line to a broker ended');
    await writeState(runtime, connection, { state: 'failing', error: error?.message ?? 'The broker closed the line.' });
    await pause(waitMs, signal);
  }
  await reading;
}

interface Line {
  readonly connection: HeldConnection;
  readonly signal: AbortSignal;
  readonly reader: WaitingReader;
}

/** Opens the line and waits for its end; gives why it ended. */
async function holdOpen(runtime: MqttRuntime, line: Line): Promise<Error | null> {
  const { connection, signal } = line;
  let session: MqttSession;
  try {
    session = await open(runtime, line);
    await writeState(runtime, connection, { state: 'connected', error: null });
  } catch (error) {
    return error instanceof Error ? error : new Error('The line could not be opened.');
  }
  const lineEnded = new AbortController();
  const telling = tellSubscribers(runtime, {
    connection,
    session,
    speaker: runtime.speaker,
    signal: lineEnded.signal,
  });
  const aborted = new Promise<null>((resolve) => {
    signal.addEventListener('abort', () => {
      resolve(null);
    });
    if (signal.aborted) resolve(null);
  });
  const error = await Promise.race([session.ended, aborted]);
  lineEnded.abort();
  if (signal.aborted) await session.close();
  await telling;
  return error;
}

function open(runtime: MqttRuntime, { connection, reader }: Line): Promise<MqttSession> {
  const { db, config } = runtime;
  const { settings } = connection;
  const secrets = openMqttSecrets(connection, config);
  const isTold = ({ payload }: MqttMessage) => settings.format === 'sensorthings' && runtime.speaker.isOwn(payload);
  const intake = new MessageIntake<NewMqttMessage>(async (messages) => {
    await insertMqttMessages(db, connection, { messages, at: new Date() });
    reader.wake();
  });
  return openMqttSession({
    address: {
      url: settings.url,
      caCertificate: settings.caCertificate,
      clientCertificate: secrets.clientCertificate ?? null,
      clientKey: secrets.clientKey ?? null,
    },
    username: secrets.username ?? null,
    password: secrets.password ?? null,
    clientId: `cairn-${connection.id}`,
    keepsSession: true,
    allowedHosts: config.internalHosts,
    filters: settings.topics.map(toTopicFilter),
    isFull: () => intake.isFull,
    // What we told ourselves, on this line or another, is no news.
    onMessage: (message) => (isTold(message) ? Promise.resolve() : intake.add(toKept(message))),
  });
}

/** What a broker retained was measured before, nobody knows when: it is kept, and is no new value. */
function toKept({ topic, payload, isRetained, deliveryId, isAgain }: MqttMessage): NewMqttMessage {
  const delivered = { topic: topic.replaceAll('\u0000', ''), payload, deliveryId, isAgain };
  if (payload.length > maxPayloadBytes) {
    const detail = `It has ${String(payload.length)} bytes; ${String(maxPayloadBytes)} are taken.`;
    return { ...delivered, payload: payload.subarray(0, keptBytes), state: 'refused', detail };
  }
  if (isRetained) return { ...delivered, state: 'taken', detail: 'The broker had it from before: no new value.' };
  return { ...delivered, state: 'waiting', detail: '' };
}

/** Reads what was kept, one run at a time. */
class WaitingReader {
  readonly #runtime: MqttRuntime;
  readonly #connection: HeldConnection;
  readonly #signal: AbortSignal;
  #wake: () => void = () => undefined;
  #isDue = true;

  constructor(runtime: MqttRuntime, connection: HeldConnection, signal: AbortSignal) {
    this.#runtime = runtime;
    this.#connection = connection;
    this.#signal = signal;
  }

  /** Something was kept. */
  wake(): void {
    this.#isDue = true;
    this.#wake();
  }

  async run(): Promise<void> {
    const { organizationId, id, name, settings } = this.#connection;
    const ctx = this.#runtime.context({
      organizationId,
      actor: { kind: 'system', label: `MQTT ${name}` },
      requestId: id,
    });
    while (!this.#signal.aborted) {
      this.#isDue = false;
      try {
        const { speaker } = this.#runtime;
        await readMqttMessages(ctx, id, (message) => readMqttMessage(settings, message, speaker));
      } catch (error) {
        ctx.log.error({ err: error, connectionId: id }, 'messages of a broker wait to be read');
      }
      await this.#rest();
    }
  }

  /** Until something was kept (which may have been meanwhile), a while has passed, or the end. */
  async #rest(): Promise<void> {
    if (this.#isDue) return;
    const awake = new AbortController();
    this.#wake = () => {
      awake.abort();
    };
    await pause(readAgainMs, AbortSignal.any([awake.signal, this.#signal]));
  }
}

async function writeState(
  { db, log }: MqttRuntime,
  connection: HeldConnection,
  told: { readonly state: 'connected' | 'failing'; readonly error: string | null },
): Promise<void> {
  try {
    const error = told.error === null ? null : told.error.slice(0, 500);
    await writeConnectionState(db, connection, { ...told, error, at: new Date() });
  } catch (error) {
    log.warn({ err: error, connectionId: connection.id }, 'the state of a broker could not be written');
  }
}

/** Sleeps, or less when the signal aborts. */
async function pause(waitMs: number, signal: AbortSignal): Promise<void> {
  // Rejects when the signal aborts: the caller's loop tells.
  await Promise.allSettled([sleep(waitMs, undefined, { signal, ref: false })]);
}
