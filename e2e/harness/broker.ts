import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { createServer as createSecureServer } from 'node:tls';
import { Aedes } from 'aedes';

/** A message that somebody published. */
export interface PublishedMessage {
  readonly topic: string;
  readonly payload: string;
  readonly isRetained: boolean;
}

/** A broker on loopback. */
export interface TestBroker {
  readonly url: string;
  readonly port: number;
  /** What clients published, in order. */
  readonly got: PublishedMessage[];
  /** Publishes as another client would, at QoS 1. */
  publish(topic: string, payload: string | Buffer, options?: { readonly isRetained: boolean }): Promise<void>;
  /** Ends every line without a word. */
  cut(): void;
  /** Whether acknowledgements get lost on their way, as those of clients that are killed. */
  loseAcknowledgements(isLost: boolean): void;
  /** How many messages were delivered again. */
  readonly again: () => number;
  close(): Promise<void>;
}

export interface BrokerOptions {
  readonly port?: number;
  /** Who is let in; absent: anybody. */
  readonly login?: { readonly username: string; readonly password: string };
  /** PEM of a secured line. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** Starts one. */
export async function startBroker({ port = 0, login, tls }: BrokerOptions = {}): Promise<TestBroker> {
  const aedes = await Aedes.createBroker();
  if (login) {
    aedes.authenticate = (_client, username, password, done) => {
      const isKnown = username === login.username && password?.toString() === login.password;
      done(null, isKnown);
    };
  }
  const got: PublishedMessage[] = [];
  aedes.on('publish', ({ topic, payload, retain }, client) => {
    if (client) got.push({ topic, payload: payload.toString(), isRetained: retain });
  });
  const { lose, again } = deliverAgain(aedes);
  const lines = new Set<Socket>();
  const serve = (line: Socket) => {
    lines.add(line);
    line.on('close', () => lines.delete(line)).on('error', () => undefined);
    aedes.handle(line);
  };
  const server: Server = tls ? createSecureServer(tls, serve) : createServer(serve);
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const bound = (server.address() as AddressInfo).port;
  const cut = () => {
    for (const line of lines) line.destroy();
  };
  return {
    url: `${tls ? 'mqtts' : 'mqtt'}://127.0.0.1:${String(bound)}`,
    port: bound,
    got,
    publish: (topic, payload, { isRetained } = { isRetained: false }) =>
      new Promise((done, fail) => {
        aedes.publish({ cmd: 'publish', qos: 1, dup: false, retain: isRetained, topic, payload }, (error) => {
          if (error) fail(error);
          else done();
        });
      }),
    cut,
    loseAcknowledgements: lose,
    again,
    close: async () => {
      cut();
      await new Promise<void>((done) => {
        aedes.close(() => {
          done();
        });
      });
      await new Promise<void>((done) => {
        server.close(() => {
          done();
        });
      });
    },
  };
}

/** What the broker keeps for its clients, which its types leave out. */
interface Persistence {
  outgoingClearMessageId(client: unknown, packet: unknown): Promise<unknown>;
  outgoingStream(client: unknown): Readable;
}

/** Has a broker lose acknowledgements, and say of what it delivers again that it does (MQTT 3.1.1, 3.3.1-1). */
function deliverAgain(aedes: Aedes) {
  const { persistence } = aedes as unknown as { readonly persistence: Persistence };
  let [isLost, count] = [false, 0];
  const forget = persistence.outgoingClearMessageId.bind(persistence);
  const stream = persistence.outgoingStream.bind(persistence);
  persistence.outgoingClearMessageId = (client, packet) => (isLost ? Promise.resolve(packet) : forget(client, packet));
  persistence.outgoingStream = (client) =>
    stream(client).map((packet: { readonly messageId?: number }) => {
      const isAgain = packet.messageId !== undefined;
      count += isAgain ? 1 : 0;
      return { ...packet, dup: isAgain };
    });
  return {
    lose: (next: boolean) => {
      isLost = next;
    },
    again: () => count,
  };
}
