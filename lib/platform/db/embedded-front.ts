import { createServer, type Server, type Socket } from 'node:net';
import type { EmbeddedEngine } from './embedded-engine.ts';
import { type Turn, Turns } from './embedded-turns.ts';
import {
  errorResponse,
  message,
  cstring,
  MessageReader,
  readAnswer,
  readyForQuery,
  simpleQuery,
  startupCodes,
  welcome,
} from './embedded-wire.ts';

/** A client that holds a transaction and sends nothing for so long is cut off: it would hold up everybody else. */
const idleInTransactionMs = 60_000;

interface Unit extends Turn<Client> {
  readonly bytes: Buffer;
  /** A batch that ends with Flush keeps the session until its Sync. */
  readonly endsBatch: boolean;
}

interface Client {
  readonly socket: Socket;
  readonly reader: MessageReader;
  isStarted: boolean;
  /** Extended-query messages waiting for their Sync. */
  batch: Buffer[];
  listens: boolean;
}

/**
 * Lets many clients share the engine's one session.
 * What a client sends is run in whole units (a simple query, or an extended batch up to its Sync), so that two clients'
 * Parse and Bind never mix; from BEGIN to the end of the transaction the session belongs to one client and the others
 * wait; whose turn is next, {@link Turns} says. A client that goes away in a transaction is rolled back.
 */
export class EmbeddedFront {
  private readonly engine: EmbeddedEngine;
  private readonly server: Server;
  private readonly clients = new Set<Client>();
  private readonly turns = new Turns<Client, Unit>();
  private owner: Client | undefined;
  private ownerTimer: NodeJS.Timeout | undefined;
  private isBusy = false;
  private running: Promise<void> = Promise.resolve();

  constructor(engine: EmbeddedEngine) {
    this.engine = engine;
    this.server = createServer({ noDelay: true }, (socket) => {
      this.accept(socket);
    });
  }

  /** Number of connected clients. */
  get clientCount(): number {
    return this.clients.size;
  }

  /** Listens on a Unix socket. */
  async listen(path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(path, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
  }

  /** Stops taking queries, waits for the one that runs, and disconnects everybody. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    this.turns.clear();
    clearTimeout(this.ownerTimer);
    await this.running;
    for (const client of this.clients) client.socket.destroy();
    await closed;
  }

  private accept(socket: Socket): void {
    const client: Client = { socket, reader: new MessageReader(), isStarted: false, batch: [], listens: false };
    this.clients.add(client);
    socket.on('data', (chunk: Buffer) => {
      client.reader.push(chunk);
      try {
        this.readMessages(client);
      } catch (error) {
        socket.end(errorResponse('FATAL', '08P01', (error as Error).message));
        socket.destroySoon();
      }
    });
    // The reason a client went away does not matter: 'close' follows and cleans up.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.forget(client);
    });
  }

  private readMessages(client: Client): void {
    for (;;) {
      if (!client.isStarted) {
        const startup = client.reader.takeStartup();
        if (!startup) return;
        this.start(client, startup.readInt32BE(4));
      } else {
        const next = client.reader.takeMessage();
        if (!next) return;
        this.receive(client, next);
      }
    }
  }

  private start(client: Client, code: number): void {
    if (code === startupCodes.ssl || code === startupCodes.gss) client.socket.write('N');
    else if (code === startupCodes.cancel) client.socket.end();
    else {
      client.isStarted = true;
      client.socket.write(welcome(this.engine.serverVersion));
    }
  }

  private receive(client: Client, bytes: Buffer): void {
    switch (String.fromCharCode(bytes[0] ?? 0)) {
      case 'X':
        client.socket.end();
        return;
      case 'Q':
        this.receiveQuery(client, bytes);
        return;
      case 'S':
      case 'H': {
        const endsBatch = bytes[0] === 0x53;
        this.enqueue({
          client,
          bytes: Buffer.concat([...client.batch, bytes]),
          endsBatch,
          opensTransaction: !endsBatch,
        });
        client.batch = [];
        return;
      }
      case 'P':
      case 'B':
      case 'D':
      case 'E':
      case 'C':
        client.batch.push(bytes);
        return;
      default:
        // CopyData and its kin follow a COPY, which was refused; function calls are not ours.
        return;
    }
  }

  private receiveQuery(client: Client, bytes: Buffer): void {
    const opening = bytes.toString('latin1', 5, 45).trimStart().toLowerCase();
    if (opening.startsWith('copy') && /\bfrom\s+stdin\b/i.test(bytes.toString('latin1', 5))) {
      const refusal = errorResponse(
        'ERROR',
        '0A000',
        'The embedded database does not take COPY FROM STDIN; insert from unnest instead.',
      );
      client.socket.write(Buffer.concat([refusal, readyForQuery(this.owner === client ? 'T' : 'I')]));
      return;
    }
    // All clients share one session: what one stops hearing, others may still want.
    if (opening.startsWith('unlisten')) {
      client.listens = false;
      client.socket.write(
        Buffer.concat([message('C', cstring('UNLISTEN')), readyForQuery(this.owner === client ? 'T' : 'I')]),
      );
      return;
    }
    if (opening.startsWith('listen')) client.listens = true;
    this.enqueue({ client, bytes, endsBatch: true, opensTransaction: /^(begin|start)\b/.test(opening) });
  }

  private enqueue(unit: Unit): void {
    this.turns.add(unit);
    this.wake();
  }

  private wake(): void {
    if (this.isBusy) return;
    this.isBusy = true;
    // An engine that throws here is broken for good; the rejection ends the process and its supervisor starts another.
    this.running = this.runQueue();
  }

  private async runQueue(): Promise<void> {
    try {
      for (;;) {
        if (this.owner && !this.clients.has(this.owner)) await this.rollBack();
        // While a transaction or batch is open, its owner's alone.
        const unit = this.owner ? this.turns.takeOf(this.owner) : this.turns.take();
        if (!unit) return;
        await this.run(unit);
      }
    } finally {
      this.isBusy = false;
    }
  }

  private async run(unit: Unit): Promise<void> {
    clearTimeout(this.ownerTimer);
    const answer = readAnswer(await this.engine.run(unit.bytes));
    if (answer.reply.length > 0 && unit.client.socket.writable) unit.client.socket.write(answer.reply);
    for (const notification of answer.notifications) this.notify(notification);
    if (answer.panic !== undefined) throw new Error(`the embedded database gave up: ${answer.panic}`);
    const isOpen = (answer.status ?? 'I') !== 'I' || !unit.endsBatch;
    this.owner = isOpen ? unit.client : undefined;
    if (isOpen) this.watchOwner(unit.client);
  }

  private watchOwner(client: Client): void {
    this.ownerTimer = setTimeout(() => {
      client.socket.end(errorResponse('FATAL', '25P03', 'The transaction was idle for a minute and was rolled back.'));
      client.socket.destroySoon();
    }, idleInTransactionMs);
    this.ownerTimer.unref();
  }

  /** Ends what an absent owner left open: its batch, then its transaction. */
  private async rollBack(): Promise<void> {
    this.owner = undefined;
    await this.engine.run(message('S'));
    await this.engine.run(simpleQuery('ROLLBACK'));
  }

  private notify(notification: Buffer): void {
    for (const client of this.clients) if (client.listens && client.socket.writable) client.socket.write(notification);
  }

  private forget(client: Client): void {
    this.clients.delete(client);
    this.turns.forget(client);
    if (this.owner !== client) return;
    clearTimeout(this.ownerTimer);
    this.wake();
  }
}
