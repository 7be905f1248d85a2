import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/** A port nobody listens on now, for a process that has to be told its port. */
export function freePort(): Promise<number> {
  return listenOnce(0);
}

/** The first of these ports that nobody listens on now. */
export function firstFreeOf([port, ...others]: readonly number[]): Promise<number> {
  if (port === undefined) return Promise.reject(new Error('none of the ports is free'));
  return listenOnce(port).catch(() => firstFreeOf(others));
}

async function listenOnce(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
