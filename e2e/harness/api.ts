import { resolve } from 'node:path';
import {
  createOrganization,
  createStudy,
  createUser,
  signIn,
  type BuiltInRoleKey,
  type Organization,
  type Study,
} from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findRoutes, type DeclaredRoute } from '#lib/protocols/cairn/openapi/find-routes.ts';
import { headersOfSession, testPassword } from './accounts.ts';

export interface ApiRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** A file as the body, instead of JSON. */
  readonly file?: Uint8Array<ArrayBuffer> | ReadableStream;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly bytes: Buffer;
  /** Parsed; undefined when it is no JSON. */
  readonly json: unknown;
}

/** Calls a route of our own API as Next would: `call('GET /sources/{id}', { params: { id } })`. */
export type ApiCall = (route: string, request?: ApiRequest) => Promise<ApiAnswer>;

/** An organization with a study and people who call our own API. */
export interface ApiWorld {
  readonly organization: Organization;
  readonly study: Study;
  readonly system: Context;
  /** A new person with a role, everywhere or within one study, signed in. */
  as(role: BuiltInRoleKey): Promise<ApiCall>;
}

const projectDir = resolve(import.meta.dirname, '../..');
let loaded: Promise<readonly DeclaredRoute[]> | undefined;
let made = 0;

/** Makes a world of its own on the runtime of a platform. */
export async function anApiWorld(runtime: Runtime): Promise<ApiWorld> {
  made += 1;
  const name = `World ${String(made)}`;
  const context = (organizationId: Organization['id']) =>
    runtime.context({ organizationId, actor: { kind: 'system', label: 'tests' }, requestId: newId() });
  const organization = await createOrganization(context(newId()), { name, ownerIds: [] });
  const system = context(organization.id);
  const study = await createStudy(
    system,
    { key: `world-${String(made)}`, name: `Study of ${name}`, description: '', isDefaultIntake: false },
    runtime.config,
  );
  return { organization, study, system, as: (role) => signedIn(runtime, system, role) };
}

async function signedIn(runtime: Runtime, system: Context, role: BuiltInRoleKey): Promise<ApiCall> {
  const email = `${role}-${newId()}@example.org`;
  const person = { email, name: `The ${role}`, password: testPassword, role, locale: 'en' } as const;
  await createUser(system, { ...person, mustChangePassword: false });
  const attempt = { email, password: testPassword, remoteAddress: '127.0.0.1', userAgent: 'tests', requestId: newId() };
  const headers = await headersOfSession(runtime, await signIn(runtime, attempt));
  headers.set('x-cairn-request', '1');
  headers.set('sec-fetch-site', 'same-origin');
  return callWith(headers);
}

/** Calls routes with these headers: somebody who is not signed in, or holds a token of another sort. */
export async function callWith(headers: Headers): Promise<ApiCall> {
  loaded ??= findRoutes(projectDir);
  const routes = await loaded;
  return (route, request = {}) => callRoute(routes, { route, request, headers });
}

interface RoutedCall {
  readonly route: string;
  readonly request: ApiRequest;
  readonly headers: Headers;
}

async function callRoute(
  routes: readonly DeclaredRoute[],
  { route, request, headers }: RoutedCall,
): Promise<ApiAnswer> {
  const [method, path] = route.split(' ');
  const declared = routes.find((one) => one.method === method && one.path === `/api/cairn/v1${path ?? ''}`);
  if (!declared) throw new Error(`there is no route ${route}`);
  const address = new URL(
    declared.path.replace(/\{(.+?)\}/g, (_, key: string) => request.params?.[key] ?? key),
    origin,
  );
  for (const [key, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) address.searchParams.set(key, String(value));
  }
  const sent = new Headers(headers);
  if (request.body !== undefined) sent.set('content-type', 'application/json');
  const init = { method: declared.method, headers: sent };
  const body = request.file ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  const response = await declared.handler(
    new Request(address, { ...init, ...(body === undefined ? {} : { body, duplex: 'half' }) }),
    {
      params: Promise.resolve(request.params ?? {}),
    },
  );
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString('utf8');
  return { status: response.status, headers: response.headers, text, bytes, json: parse(text) };
}

const origin = 'http://localhost';

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
