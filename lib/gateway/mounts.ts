import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createIasoApp, isIasoPath } from '#lib/protocols/iaso/app.ts';
import { createIngestApp, isIngestPath } from '#lib/protocols/ingest/app.ts';
import { createManagairApp, isManagairPath } from '#lib/protocols/managair/app.ts';
import { createOperationsApp, isOperationsPath } from '#lib/protocols/operations/app.ts';
import { createPdkApp, isPdkPath } from '#lib/protocols/pdk/app.ts';
import { createStaApp, isStaPath } from '#lib/protocols/sta/app.ts';
import type { Runtime } from '#lib/platform/runtime.ts';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** A protocol behind the front door. */
export interface Mount {
  readonly matches: (path: string) => boolean;
  readonly handle: RequestHandler;
  /** Called after the last request. */
  readonly close?: () => Promise<void>;
}

type Fetch = Parameters<typeof getRequestListener>[0];

/** The protocols that the front door serves itself, in the order they are asked. */
export function createMounts(runtime: Runtime): readonly Mount[] {
  const pdk = createPdkApp(runtime);
  const operations = createOperationsApp(runtime);
  const iaso = createIasoApp(runtime);
  const ingest = createIngestApp(runtime);
  const managair = createManagairApp(runtime);
  const sta = createStaApp(runtime);
  return [
    { matches: isPdkPath, handle: listen((request, env) => pdk.fetch(request, env)), close: () => pdk.close() },
    { matches: isIngestPath, handle: listen((request) => ingest.fetch(request)) },
    { matches: isManagairPath, handle: listen((request) => managair.fetch(request)) },
    { matches: isIasoPath, handle: listen((request) => iaso.fetch(request)) },
    { matches: isStaPath, handle: listen((request) => sta.fetch(request)) },
    { matches: isOperationsPath, handle: listen((request) => operations.fetch(request)) },
  ];
}

/**
 * A request the adapter cannot make sense of (a Host or path that is no URL) is answered here, except when it came as
 * CREATE: its sender would take the answer for a receipt.
 */
function listen(fetch: Fetch): RequestHandler {
  return (request, response) => {
    const listener = getRequestListener(fetch, {
      overrideGlobalObjects: false,
      autoCleanupIncoming: false,
      hostname: 'localhost',
      errorHandler: () => answerUnreadable(request, response),
    });
    return listener(request, response);
  };
}

function answerUnreadable(request: IncomingMessage, response: ServerResponse): void {
  if (request.method === 'CREATE') {
    request.socket.destroy();
    return;
  }
  answerPlainly(response, 400, 'The address or the Host header of this request cannot be read.');
}

/** A JSON answer without any protocol. */
export function answerPlainly(response: ServerResponse, status: number, message: string): void {
  const text = JSON.stringify({ message });
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
