import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startFrontDoor } from '#lib/gateway/front-door.ts';
import { loadConfig } from '#lib/platform/config/config.ts';
import { openRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { insertAlone } from './insert-alone.ts';
import { targetOrderSchema, type TargetOrder } from './target-order.ts';

/** A process that takes load: the front door, a bare handler, or the insert by itself. Environment as in production. */
process.once('message', (message) => {
  void start(targetOrderSchema.parse(message));
});
process.on('disconnect', () => process.exit(0));

async function start(order: TargetOrder): Promise<void> {
  if (order.kind === 'bare') {
    process.send?.({ port: await startBare() });
  } else {
    const runtime = await openRuntime({ process: 'ingest', config: loadConfig(process.env) });
    process.send?.(order.kind === 'door' ? { port: await startDoor(runtime) } : await insertAlone(runtime, order));
  }
  process.on('message', () => process.send?.(usage()));
}

function usage(): { rssBytes: number; cpuMs: number } {
  const { user, system } = process.cpuUsage();
  return { rssBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1000 };
}

async function startDoor(runtime: Runtime): Promise<number> {
  const door = await startFrontDoor({ runtime, port: 0, host: '127.0.0.1' });
  return Number(new URL(door.url).port);
}

/** Reads the same body and says the same; does nothing with it. */
async function startBare(): Promise<number> {
  const answer = JSON.stringify({ message: 'Data bundle added successfully, and ready for processing.', added: true });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      Buffer.concat(chunks);
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': answer.length });
      response.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
