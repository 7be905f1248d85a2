import { once } from 'node:events';
import { connect, createServer, type ListenOptions, type NetConnectOpts, type Server, type Socket } from 'node:net';

/** A line between a client and a server that passes every byte on, and can be cut. */
export class CuttableLine {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;

  /** Takes connections at one place and leads each to the other. */
  async listen(here: ListenOptions, there: NetConnectOpts): Promise<void> {
    this.#server = createServer((near) => {
      const far = connect(there);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from);
        // A reset on one side is the end of the other; `close` follows.
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    }).listen(here);
    await once(this.#server, 'listening');
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing passes any more on the connections there are, and nobody is told: as when a host is gone. */
  freeze(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.cut();
    server.close();
    await once(server, 'close');
  }
}
