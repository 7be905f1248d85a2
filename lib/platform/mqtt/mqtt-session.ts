import { MqttClient } from 'mqtt';
import { openStream, type BrokerAddress } from './open-stream.ts';

/** What connecting may take, ms. */
const connectTimeoutMs = 15_000;
const keepAliveS = 60;
/** A broker that does not say goodbye is left after this, ms. */
const farewellMs = 5_000;

/** A message as a broker delivered it. */
export interface MqttMessage {
  readonly topic: string;
  readonly payload: Buffer;
  /** The broker kept it from before we subscribed. */
  readonly isRetained: boolean;
  /** By which the broker knows this delivery until it is acknowledged, and others later; null: it waits for no acknowledgement. */
  readonly deliveryId: number | null;
  /** The broker may have delivered it before (MQTT 3.1.1, section 3.3.1.1). */
  readonly isAgain: boolean;
}

export interface MqttSessionOptions {
  readonly address: BrokerAddress;
  readonly username: string | null;
  readonly password: string | null;
  readonly clientId: string;
  /** The broker keeps what comes at QoS 1 while we are away. */
  readonly keepsSession: boolean;
  /** Hosts inside the network that the operator allows. */
  readonly allowedHosts: readonly string[];
  /** Topic filters, taken at QoS 1 at most. */
  readonly filters: readonly string[];
  /**
   * A message is acknowledged when this resolves (in the order of the messages); others come meanwhile. When it rejects, the
   * session ends and the broker keeps the message.
   */
  readonly onMessage: (message: MqttMessage) => Promise<void>;
  /** Too much waits: no other message is taken before this one is kept, which slows the broker down. */
  readonly isFull: () => boolean;
}

/** An open line to a broker. */
export interface MqttSession {
  /** Resolves when the line ends, with the reason when there is one. */
  readonly ended: Promise<Error | null>;
  /** Resolves when the broker has the message (QoS 1). */
  publish(topic: string, payload: string, options: { readonly isRetained: boolean }): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects to a broker (MQTT 3.1.1) and subscribes. It never reconnects by itself: who owns the session decides when. Throws
 * why the broker is not reached, does not let us in, or refuses a topic.
 */
export async function openMqttSession(options: MqttSessionOptions): Promise<MqttSession> {
  let reason: Error | null = null;
  const note = (error: Error) => {
    reason ??= error;
  };
  const client = new MqttClient(() => openStream(options.address, options.allowedHosts).on('error', note), {
    clientId: options.clientId,
    clean: !options.keepsSession,
    ...(options.username === null ? {} : { username: options.username }),
    ...(options.password === null ? {} : { password: options.password }),
    reconnectPeriod: 0,
    connectTimeout: connectTimeoutMs,
    keepalive: keepAliveS,
    protocolVersion: 4,
    resubscribe: false,
    queueQoSZero: false,
    timerVariant: 'native',
  });
  client.on('error', note);
  const underWay = new Set<Promise<void>>();
  client.handleMessage = (packet, done) => {
    const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    const { topic, retain: isRetained, dup: isAgain } = packet;
    const deliveryId = packet.qos > 0 ? (packet.messageId ?? null) : null;
    const isWaitedFor = options.isFull();
    const kept = options.onMessage({ topic, payload, isRetained, deliveryId, isAgain }).then(
      () => {
        if (deliveryId !== null) acknowledge(client, deliveryId);
        if (isWaitedFor) done(goOn);
      },
      (error: unknown) => {
        note(error instanceof Error ? error : new Error('The message was not kept.'));
        client.end(true);
      },
    );
    underWay.add(kept);
    void kept.finally(() => underWay.delete(kept));
    if (!isWaitedFor) done(goOn);
  };
  const ended = new Promise<Error | null>((resolve) => {
    client.once('close', () => {
      client.end(true);
      // The next line is to know what this one has kept.
      void Promise.all(underWay).then(() => {
        resolve(reason);
      });
    });
  });
  await Promise.race([
    new Promise<void>((resolve) => {
      client.once('connect', () => {
        resolve();
      });
    }),
    ended.then((error) => {
      throw error ?? new Error('The broker closed the line.');
    }),
  ]);
  if (options.filters.length > 0) await subscribe(client, options.filters);
  return {
    ended,
    publish: async (topic, payload, { isRetained }) => {
      await client.publishAsync(topic, payload, { qos: 1, retain: isRetained });
    },
    close: async () => {
      const forced = setTimeout(() => client.end(true), farewellMs);
      // What is being kept is acknowledged yet: the broker would deliver it again.
      await Promise.race([Promise.all(underWay).then(() => client.endAsync()), ended]);
      clearTimeout(forced);
    },
  };
}

/**
 * The client would acknowledge a message as soon as it may go on to the next, so messages would be kept one by one: it is told
 * to go on without, and what was kept is acknowledged here.
 */
const goOn = new Error('This message is acknowledged once it is kept.');

/** PUBACK of MQTT 3.1.1, section 3.4. Messages are kept in their order, so they are acknowledged in it (4.6). */
function acknowledge(client: MqttClient, messageId: number): void {
  if (!client.connected) return;
  client.stream.write(Buffer.from([0x40, 2, messageId >> 8, messageId & 0xff]));
}

async function subscribe(client: MqttClient, filters: readonly string[]): Promise<void> {
  try {
    await client.subscribeAsync([...filters], { qos: 1 });
  } catch (error) {
    client.end(true);
    throw new Error(`The broker refused the topics ${filters.join(', ')}.`, { cause: error });
  }
}
