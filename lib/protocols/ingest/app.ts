import { answerJson } from '#lib/platform/http/answer-json.ts';
import { Hono, type Context as HonoContext } from 'hono';
import type { Context } from '#lib/platform/context.ts';
import { readBytes } from '#lib/platform/http/read-bytes.ts';
import { readJson } from '#lib/platform/http/read-json.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { statusOfKind } from '#lib/platform/http/status-of-kind.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import type { Problem } from '#lib/platform/problems/problem.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { type NetworkMessage, receiveMessage } from '#lib/sensors/index.ts';
import { readChirpstackUplink } from './chirpstack.ts';
import { maxBodyBytes, SensorGate } from './exchange.ts';
import { answerErrors, jsonApiType, pointerOf } from './json-api.ts';
import { ingestSamples } from './samples.ts';
import { ingestSenml } from './senml.ts';
import { readSenmlCbor, senmlCborType } from './senml-cbor.ts';
import { readTtnUplink } from './ttn.ts';

/** True for the addresses of {@link createIngestApp}. */
export function isIngestPath(path: string): boolean {
  return path === '/ingest/v1' || path.startsWith('/ingest/v1/');
}

type Refuse = (problem: Problem) => Response;

/**
 * The doors of sensors, with and without a trailing slash: samples as the replaced server takes them (managair.md 9),
 * webhooks of The Things Stack v3 and ChirpStack v4, and SenML. All of them ask for an API token with `intake.send`.
 */
export function createIngestApp(runtime: Runtime): Hono {
  const app = new Hono({ strict: false });
  const gate = new SensorGate(runtime);
  const open = (c: HonoContext, refuse: Refuse, work: (ctx: Context) => Promise<Response>) =>
    settle(runtime, c, { refuse, work: async () => work(await gate.open(c.req.raw)) });
  app.post('/ingest/v1/ingest', (c) =>
    open(c, refuseAsDocument, async (ctx) => {
      const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
      if (type === jsonApiType) return ingestSamples(ctx, await readJson(c.req.raw, maxBodyBytes));
      return answerErrors([{ status: 415, detail: `Send a document of the media type ${jsonApiType}.` }]);
    }),
  );
  app.post('/ingest/v1/ttn', (c) =>
    open(c, refuseAsJson, async (ctx) =>
      takeMessage(ctx, readTtnUplink(await readJson(c.req.raw, maxBodyBytes), ctx.now())),
    ),
  );
  app.post('/ingest/v1/chirpstack', (c) =>
    open(c, refuseAsJson, async (ctx) => {
      // Joins, acknowledgements and states are not data; the network wants an answer all the same.
      const isUplink = (c.req.query('event') ?? 'up') === 'up';
      return takeMessage(
        ctx,
        isUplink ? readChirpstackUplink(await readJson(c.req.raw, maxBodyBytes), ctx.now()) : null,
      );
    }),
  );
  app.post('/ingest/v1/senml', (c) =>
    open(c, refuseAsJson, async (ctx) => {
      const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
      const pack =
        type === senmlCborType
          ? readSenmlCbor(await readBytes(c.req.raw, maxBodyBytes))
          : await readJson(c.req.raw, maxBodyBytes);
      return ingestSenml(ctx, pack);
    }),
  );
  app.notFound(() => answerJson({ message: 'There is no such door. Doors: ingest, ttn, chirpstack, senml.' }, 404));
  return app;
}

async function takeMessage(ctx: Context, message: NetworkMessage | null): Promise<Response> {
  if (message === null) return answerJson({ state: 'ignored', detail: 'The event carries no payload.' });
  return answerJson(await receiveMessage(ctx, message), 200);
}

async function settle(
  runtime: Runtime,
  c: HonoContext,
  { refuse, work }: { readonly refuse: Refuse; readonly work: () => Promise<Response> },
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    const problem = toProblem(error);
    const { kind } = problemCatalogue[problem.code];
    if (kind === 'fault' || kind === 'unavailable') {
      const requestId = requestIdOf(c.req.raw.headers);
      runtime.log.error({ err: problem.cause ?? problem, requestId, method: c.req.method }, 'request failed');
    }
    return withRetryAfter(refuse(problem), problem);
  }
}

/** Networks try again by this header (RFC 9110, section 10.2.3). */
function withRetryAfter(response: Response, { fields }: Problem): Response {
  const waitS = fields?.['retryAfterSeconds'];
  if (waitS !== undefined) response.headers.set('retry-after', waitS);
  return response;
}

function refuseAsJson(problem: Problem): Response {
  const { kind } = problemCatalogue[problem.code];
  const { code, message, fields } = problem;
  return answerJson({ code, message, ...(fields ? { fields } : {}) }, statusOfKind[kind]);
}

function refuseAsDocument(problem: Problem): Response {
  const { kind } = problemCatalogue[problem.code];
  const status = statusOfKind[kind];
  const fields = Object.entries(problem.fields ?? {});
  if (fields.length === 0 || problem.code === 'rate_limited')
    return answerErrors([{ status, detail: problem.message }]);
  return answerErrors(fields.map(([path, detail]) => ({ status, detail, pointer: pointerOf('', path.split('.')) })));
}
