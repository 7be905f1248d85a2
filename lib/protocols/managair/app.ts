import { Hono, type Context as HonoContext } from 'hono';
import { noteReading } from '#lib/platform/audit/note-reading.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { requestIdOf } from '#lib/platform/http/request-id.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { serveAirQuality } from './air-quality.ts';
import { answerDocument } from './answer.ts';
import {
  serveLogin,
  serveLogout,
  servePasswordChange,
  servePasswordConfirm,
  servePasswordReset,
  serveRegistration,
  serveUser,
  serveVerification,
} from './auth.ts';
import { serveOperations } from './atomic.ts';
import { ApiError, entriesOf, errorObjects } from './errors.ts';
import { basePath, type ManagairCall, openCall, openCallOfNobody } from './exchange.ts';
import { serveImage, serveImageUpload } from './images.ts';
import { kinds } from './kinds/kinds.ts';
import { serveOrganizationsOf, serveUsersOf } from './relationships.ts';
import type { AnyKind } from './resource.ts';
import { serveDescription, serveViewer } from './description.ts';
import { serveEntry } from './serve-entry.ts';
import { serveList, serveOne, serveRelated } from './serve-things.ts';
import { serveChange, serveCreate, serveRemove } from './serve-writes.ts';
import { serveInstallationSeries, serveNodeSeries } from './time-series.ts';

/** True for the addresses of {@link createManagairApp}. */
export function isManagairPath(path: string): boolean {
  return path === basePath || path.startsWith(`${basePath}/`);
}

type Serve = (call: ManagairCall, id: string, last: string) => Promise<Response> | Response;

/**
 * Addresses beside those that the table of kinds makes, as `METHOD path`; `:id` is an id, `:last` whatever stands there.
 * They are tried first.
 */
export const routes: readonly (readonly [method: string, path: string, serve: Serve])[] = [
  ['POST', 'auth/logout', serveLogout],
  ['GET', 'auth/user', serveUser],
  ['PUT', 'auth/user', serveUser],
  ['PATCH', 'auth/user', serveUser],
  ['POST', 'auth/password/change', servePasswordChange],
  ['GET', '', serveEntry],
  ['POST', 'operations', serveOperations],
  ['GET', 'schema', serveDescription],
  ['GET', 'schema/swagger-ui', () => serveViewer('/api/docs')],
  ['GET', 'schema/redoc', () => serveViewer('/api/docs/reading')],
  ['GET', 'nodes/:id/timeseries', serveNodeSeries],
  ['GET', 'node-timeseries/:id', serveNodeSeries],
  ['GET', 'installations/:id/timeseries', serveInstallationSeries],
  ['GET', 'installation-timeseries/:id', serveInstallationSeries],
  ['PUT', 'installations/:id/image', serveImageUpload],
  ['GET', 'installations/:id/image', serveImage],
  ['GET', 'rooms/:id/airquality', (call, id) => serveAirQuality(call, { id, month: null })],
  ['GET', 'rooms/:id/airquality/:last', (call, id, month) => serveAirQuality(call, { id, month })],
  ...(['GET', 'POST', 'DELETE'] as const).map(
    (method) => [method, 'organizations/:id/relationships/users', serveUsersOf] as const,
  ),
  ...(['GET', 'POST', 'PATCH', 'DELETE'] as const).map(
    (method) => [method, 'users/:id/relationships/organizations', serveOrganizationsOf] as const,
  ),
];

/** Addresses for those who are not signed in (yet); what else they show is not looked at. */
export const entrances: Readonly<Record<string, (call: ManagairCall) => Promise<Response>>> = {
  'auth/login': serveLogin,
  'auth/password/reset': servePasswordReset,
  'auth/password/reset/confirm': servePasswordConfirm,
  'auth/registration': serveRegistration,
  'auth/registration/verify-email': serveVerification,
};

/**
 * The inventory, series and air quality as clients of the replaced sensor server know them (managair.md 5 to 8 and 10):
 * JSON:API documents, with and without a trailing slash.
 */
export function createManagairApp(runtime: Runtime): Hono {
  const app = new Hono({ strict: false });
  app.all('/*', (c) => settle(runtime, c, () => dispatch(runtime, c)));
  return app;
}

async function dispatch(runtime: Runtime, c: HonoContext): Promise<Response> {
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
  const path = new URL(c.req.url).pathname.slice(basePath.length).replace(/^\/|\/$/g, '');
  const entrance = entrances[path];
  if (entrance) {
    if (method !== 'POST') throw notAllowed();
    return entrance(openCallOfNobody(runtime, c));
  }
  const call = await openCall(runtime, c);
  const segments = path.split('/').map(decode);
  const answer = () => serve(call, method, segments);
  return method === 'GET' && tellsOfPeople(segments) ? noteCall(call, segments, answer) : answer();
}

/** Everything but the catalogue, the description and one's own account. */
function tellsOfPeople([first = '']: readonly string[]): boolean {
  return !['', 'auth', 'schema', 'quantities', 'protocols', 'models'].includes(first);
}

/** Notes what was read, in the organization whose node it was, else in each that the visitor belongs to (pdk-28). */
function noteCall(call: ManagairCall, segments: readonly string[], answer: () => Promise<Response>): Promise<Response> {
  const { runtime, requestId, visitor, query, request } = call;
  const path = segments.map((segment, at) => (at % 2 === 1 ? '{id}' : segment)).join('/');
  const detail = { path, filters: [...query.keys()].sort() };
  const remoteAddress = remoteAddressOf(request.headers);
  const isFault = (error: unknown) => entriesOf(error).isFault;
  const { db, log } = runtime;
  const reading = {
    db,
    log,
    requestId,
    actors: visitor.actors,
    remoteAddress,
    action: 'jsonapi.read',
    detail,
    isFault,
  };
  return noteReading(reading, answer);
}

async function serve(call: ManagairCall, method: string, segments: readonly string[]): Promise<Response> {
  const special = routes.filter(([, pattern]) => matches(pattern, segments));
  const exact = special.find(([of]) => of === method);
  if (exact) return exact[2](call, segments[1] ?? '', segments.at(-1) ?? '');
  if (special.length > 0) throw notAllowed();
  const kind = [...kinds().values()].find((one) => one.path === segments[0]);
  if (!kind) throw new ApiError(404, 'There is nothing at this address.');
  return serveKind(call, kind, { method, segments });
}

/** What the table of kinds makes of an address. */
function serveKind(
  call: ManagairCall,
  kind: AnyKind,
  { method, segments }: { readonly method: string; readonly segments: readonly string[] },
): Promise<Response> {
  const [, id = '', segment = ''] = segments;
  if (segments.length === 1 && method === 'GET') return serveList(call, kind);
  if (segments.length === 1 && method === 'POST') return serveCreate(call, kind);
  if (segments.length === 2 && method === 'GET') return serveOne(call, kind, id);
  if (segments.length === 2 && method === 'DELETE') return serveRemove(call, kind, id);
  if (segments.length === 2 && (method === 'PATCH' || method === 'PUT')) {
    return serveChange(call, kind, { id, act: method === 'PUT' ? 'replace' : 'change' });
  }
  if (segments.length === 3 && method === 'GET') return serveRelated(call, kind, { id, segment });
  if (segments.length > 2) throw new ApiError(404, 'There is nothing at this address.');
  throw notAllowed();
}

function matches(pattern: string, segments: readonly string[]): boolean {
  const parts = pattern.split('/');
  return parts.length === segments.length && parts.every((part, at) => part.startsWith(':') || part === segments[at]);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // URIError: what is no text is no id of anything.
    return segment;
  }
}

function notAllowed(): ApiError {
  return new ApiError(405, 'The address does not know this method.');
}

async function settle(runtime: Runtime, c: HonoContext, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    const { entries, isFault } = entriesOf(error);
    if (isFault) {
      const requestId = requestIdOf(c.req.raw.headers);
      runtime.log.error({ err: error, requestId, method: c.req.method }, 'request failed');
    }
    const status = entries[0]?.status ?? 500;
    const headers = status === 401 ? { 'www-authenticate': 'Token' } : {};
    return answerDocument({ errors: errorObjects(entries) }, { status, headers });
  }
}
