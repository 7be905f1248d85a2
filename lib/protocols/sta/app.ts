import { answerJson } from '#lib/platform/http/answer-json.ts';
import { Hono } from 'hono';
import { noteReadingOf } from '#lib/platform/audit/note-reading.ts';
import type { Context } from '#lib/platform/context.ts';
import { readJson } from '#lib/platform/http/read-json.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import { statusOfKind } from '#lib/platform/http/status-of-kind.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import {
  createThing,
  deleteThing,
  deleteThings,
  listThingEndpoints,
  memberThings,
  organizationOfPath,
  plainQuery,
  servicePath,
  updateThing,
} from '#lib/sensors/index.ts';
import { addressOf } from './addresses.ts';
import { answerBatch } from './answer-batch.ts';
import { answerOpen } from './answer-open.ts';
import { answerRead } from './answer-read.ts';
import { createDataArrays } from './data-array.ts';
import { maxBodyBytes, openExchange } from './exchange.ts';
import { isOneEntity, parsePath, type ResourcePath } from './parse-path.ts';
import { parseOptions, standardOption } from './parse-options.ts';
import { pathWithin, refuseMethod } from './path-within.ts';
import { refuseQuery } from './refuse-query.ts';
import { renderThing } from './render-things.ts';
import { serviceRoot } from './service-root.ts';

/** True for the addresses of {@link createStaApp}. */
export function isStaPath(path: string): boolean {
  return path === servicePath || path.startsWith(`${servicePath}/`) || organizationOfPath(path) !== null;
}

/**
 * The OGC SensorThings API 1.1 (18-088; managair.md 19): the inventory's nodes, places and samples, and whatever clients
 * make beside them. Clients show an API token, or name and password; everybody reads what an organization opens.
 */
export function createStaApp(runtime: Runtime): Hono {
  const app = new Hono({ strict: false });
  app.all('*', (c) => {
    const request = c.req.raw;
    const asked = { runtime, requestId: requestIdOf(request.headers) };
    const url = publicAddress(request, runtime.config.publicUrl);
    const organization = organizationOfPath(url.pathname);
    if (organization !== null) {
      return openly(refusing(asked, () => answerOpen(runtime, { request, url, organization })));
    }
    return refusing(asked, async () => {
      const ctx = await openExchange(runtime, request);
      if (request.method !== 'POST' || url.pathname.replace(/\/+$/, '') !== `${servicePath}/$batch`) {
        return answer(ctx, request, url);
      }
      const run = (one: Request) => refusing(asked, () => answer(ctx, one, new URL(one.url)));
      const root = `${url.origin}${servicePath}`;
      return answerBatch(ctx, request, { root, run });
    });
  });
  return app;
}

/** Pages of other sites may read what is open, and why they cannot. */
async function openly(answered: Promise<Response>): Promise<Response> {
  const response = await answered;
  response.headers.set('access-control-allow-origin', '*');
  return response;
}

/** Turns what a request cannot have into the answer that says so. */
async function refusing(
  { runtime, requestId }: { readonly runtime: Runtime; readonly requestId: string },
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    const problem = toProblem(error);
    const { kind } = problemCatalogue[problem.code];
    if (kind === 'fault' || kind === 'unavailable') {
      runtime.log.error({ err: problem.cause ?? problem, requestId }, 'request failed');
    }
    return refuse(problem);
  }
}

async function answer(ctx: Context, request: Request, url: URL): Promise<Response> {
  const root = `${url.origin}${servicePath}`;
  const path = pathWithin(url, servicePath);
  const { method } = request;
  if (path === '') {
    return method === 'GET' ? answerJson(serviceRoot(root, await listThingEndpoints(ctx))) : refuseMethod('GET');
  }
  if (path === 'CreateObservations') {
    if (method !== 'POST') return refuseMethod('POST');
    return answerJson(await createDataArrays(ctx, { root, body: await readJson(request, maxBodyBytes) }), 201);
  }
  const resource = parsePath(path);
  if (method === 'GET' || method === 'HEAD') {
    const detail = { path: path.replace(/\([^)]*\)/g, '({id})'), options: [...url.searchParams.keys()].sort() };
    return noteReadingOf(ctx, { action: 'sta.read', detail }, () => {
      return answerRead(memberThings(ctx), { url, root, resource });
    });
  }
  if (resource.property !== null || resource.ending !== null) return refuseMethod('GET');
  return answerWrite(ctx, { request, root, resource });
}

interface Writing {
  readonly request: Request;
  readonly root: string;
  readonly resource: ResourcePath;
}

async function answerWrite(ctx: Context, { request, root, resource }: Writing): Promise<Response> {
  const { steps } = resource;
  const isOne = isOneEntity(steps);
  const { method } = request;
  if (!isOne && method === 'DELETE') return answerDeleteMany(ctx, resource, request);
  if (!isOne) {
    if (method !== 'POST') return refuseMethod('GET, POST, DELETE');
    const made = await createThing(ctx, { steps, body: await readJson(request, maxBodyBytes) });
    return answerMade(ctx, { ...made, root, status: 201 });
  }
  if (method === 'DELETE') {
    await deleteThing(ctx, steps);
    return new Response(null, { status: 200 });
  }
  if (method !== 'PATCH' && method !== 'PUT') return refuseMethod('GET, PATCH, PUT, DELETE');
  const isPatch = (request.headers.get('content-type') ?? '').toLowerCase().startsWith('application/json-patch+json');
  const by = method === 'PUT' ? 'replace' : isPatch ? 'json-patch' : 'merge';
  const changed = await updateThing(ctx, { steps, by, body: await readJson(request, maxBodyBytes) });
  return answerMade(ctx, { ...changed, root, status: 200 });
}

/** `DELETE Observations?$filter=…`: everything that the filter finds, or nothing. */
async function answerDeleteMany(ctx: Context, { steps }: ResourcePath, request: Request): Promise<Response> {
  const pairs = [...new URL(request.url).searchParams].map(standardOption);
  const others = pairs.filter(([name]) => name !== '$filter');
  const last = steps.at(-1);
  if (!last || others.length > 0 || pairs.length !== 1)
    throw refuseQuery('$filter', 'Say what to delete, and no more.');
  const { query } = parseOptions(last.set, pairs);
  return answerJson({ deleted: await deleteThings(ctx, { steps, filter: query.filter }) });
}

type Made = Awaited<ReturnType<typeof createThing>> & { readonly root: string; readonly status: 200 | 201 };

/** The entity as it is now, for those who may read; who may only send is told where it is. */
async function answerMade(ctx: Context, { set, id, root, status }: Made): Promise<Response> {
  const location = addressOf(root, set, id);
  const headers = { location, 'content-type': 'application/json' };
  try {
    const row = await memberThings(ctx).get({ steps: [{ set, navigation: null, id }], query: plainQuery });
    return new Response(JSON.stringify(renderThing(row, { root, set, query: plainQuery })), { status, headers });
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'permission_missing') throw error;
    return new Response(JSON.stringify({ '@iot.selfLink': location }), { status, headers });
  }
}

/** The address as its client sees it: before the pages of the installation there may be a proxy that speaks HTTPS. */
function publicAddress(request: Request, publicUrl: string): URL {
  const url = new URL(request.url);
  const known = new URL(publicUrl);
  if (url.host === known.host) url.protocol = known.protocol;
  return url;
}

function refuse(problem: Problem): Response {
  const { kind } = problemCatalogue[problem.code];
  const { code, message, fields } = problem;
  const status = statusOfKind[kind];
  const body = { code: status, type: 'error', problem: code, message, ...(fields ? { fields } : {}) };
  const headers = kind === 'unauthenticated' ? { 'www-authenticate': 'Bearer, Basic realm="SensorThings"' } : {};
  return Response.json(body, { status, headers });
}
