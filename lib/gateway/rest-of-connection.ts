import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import type { CreateRewriter } from './create-request-line.ts';

/**
 * What is left of a TCP connection, as a stream the HTTP server takes for a new connection: first `head`, then
 * whatever the socket still brings. Writes go to the socket. `release` gives the socket up again, so that the next
 * stream can take it over.
 */
export class RestOfConnection extends Duplex {
  readonly socket: Socket;
  readonly #rewriter: CreateRewriter;
  #isReleased = false;
  #isStopped = false;

  constructor(socket: Socket, rewriter: CreateRewriter, head: Buffer) {
    super({ allowHalfOpen: true });
    this.socket = socket;
    this.#rewriter = rewriter;
    for (const part of rewriter.rewrite(head)) this.push(part);
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onClose);
    socket.on('error', this.#onError);
    socket.on('timeout', this.#onTimeout);
    socket.pause();
  }

  /** Stops reading for good; what is written still reaches the socket. Returns what nobody has read yet. */
  stopReading(): Buffer {
    this.#isStopped = true;
    this.socket.pause();
    this.socket.off('data', this.#onData);
    this.socket.off('end', this.#onEnd);
    this.pause();
    const unread: Buffer[] = [];
    for (let chunk = this.read() as Buffer | null; chunk !== null; chunk = this.read() as Buffer | null)
      unread.push(chunk);
    return Buffer.concat(unread);
  }

  /** Ends this stream without touching the socket, so that another stream can take it over. */
  release(): void {
    this.#isReleased = true;
    this.destroy();
  }

  get remoteAddress(): string | undefined {
    return this.socket.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.socket.remotePort;
  }

  /** Milliseconds without traffic; the HTTP server sets it between requests. */
  setTimeout(idleMs: number): this {
    this.socket.setTimeout(idleMs);
    return this;
  }

  override _read(): void {
    if (!this.#isStopped) this.socket.resume();
  }

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    this.socket.write(chunk, done);
  }

  override _writev(chunks: { chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    this.socket.cork();
    chunks.forEach(({ chunk }, index) => this.socket.write(chunk, index === chunks.length - 1 ? done : undefined));
    this.socket.uncork();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#unlisten();
    if (!this.#isReleased) this.socket.destroy();
    done(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    let wantsMore = true;
    for (const part of this.#rewriter.rewrite(chunk)) wantsMore = this.push(part);
    if (!wantsMore) this.socket.pause();
  };

  readonly #onEnd = (): void => {
    this.push(null);
  };

  readonly #onClose = (): void => {
    this.destroy();
  };

  readonly #onError = (error: Error): void => {
    this.destroy(error);
  };

  readonly #onTimeout = (): void => {
    this.emit('timeout');
  };

  #unlisten(): void {
    this.socket.off('data', this.#onData);
    this.socket.off('end', this.#onEnd);
    this.socket.off('close', this.#onClose);
    this.socket.off('error', this.#onError);
    this.socket.off('timeout', this.#onTimeout);
  }
}
