import type { z } from 'zod';
import { resolveActor } from '#lib/accounts/index.ts';
import { noteReadingOf } from '#lib/platform/audit/note-reading.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { guardCsrf } from '#lib/platform/http/guard-csrf.ts';
import { parseInput } from '#lib/platform/http/parse-input.ts';
import { readJson } from '#lib/platform/http/read-json.ts';
import { remoteAddressOf } from '#lib/platform/http/remote-address.ts';
import { requestIdHeader, requestIdOf } from '#lib/platform/http/request-id.ts';
import { takeToken } from '#lib/platform/limits/rate-limit.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import { getRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { problemResponse } from './problem-response.ts';

/** Largest JSON body of our own API; uploads have doors of their own. */
const maxJsonBodyBytes = 4 * 1024 * 1024;

/**
 * Who may call: anyone; anyone signed in (also with a password still to be changed); or holders of a verb
 * *somewhere* in the organization: the use-case behind it decides for the study at hand.
 */
export type RouteAuth = 'public' | 'signed-in' | { readonly verb: Verb };

export interface RouteLimit {
  /** Requests allowed per caller address in each window. */
  readonly points: number;
  readonly perSeconds: number;
}

interface HandlerInput<Params, Query, Body> {
  readonly runtime: Runtime;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly request: Request;
  readonly requestId: string;
}

interface Declaration<Params, Query, Body> {
  /** One line for the API description. */
  readonly summary: string;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  /** Shape of the answer, for the API description. */
  readonly response?: z.ZodType;
  readonly status?: 200 | 201 | 202 | 204;
  /** Gives numbers or settings that tell of no person: reading it is not noted. */
  readonly isOfNobody?: true;
  readonly limit?: RouteLimit;
}

export interface PublicDeclaration<Params, Query, Body> extends Declaration<Params, Query, Body> {
  readonly auth: 'public';
  readonly handler: (input: HandlerInput<Params, Query, Body>) => Promise<unknown>;
}

export interface GuardedDeclaration<Params, Query, Body> extends Declaration<Params, Query, Body> {
  readonly auth: Exclude<RouteAuth, 'public'>;
  readonly handler: (input: HandlerInput<Params, Query, Body> & { readonly ctx: Context }) => Promise<unknown>;
}

type AnyDeclaration<Params, Query, Body> =
  PublicDeclaration<Params, Query, Body> | GuardedDeclaration<Params, Query, Body>;

export type RouteHandler = ((request: Request, segment: { params: Promise<unknown> }) => Promise<Response>) & {
  /** What the route declares, for the API description and the access matrix. */
  readonly route: Omit<AnyDeclaration<unknown, unknown, unknown>, 'handler'>;
};

/**
 * Makes a Next route handler of our own API from its declaration: identifies the caller, checks the verb, parses
 * parameters, query and JSON body, runs the use-case and writes its result or Problem (RFC 9457).
 * The handler returns a value for JSON, undefined for 204, or a `Response` for files.
 */
export function defineRoute<Params = undefined, Query = undefined, Body = undefined>(
  declaration: GuardedDeclaration<Params, Query, Body>,
): RouteHandler;
export function defineRoute<Params = undefined, Query = undefined, Body = undefined>(
  declaration: PublicDeclaration<Params, Query, Body>,
): RouteHandler;
export function defineRoute<Params = undefined, Query = undefined, Body = undefined>(
  declaration: AnyDeclaration<Params, Query, Body>,
): RouteHandler {
  const handle = async (request: Request, segment: { params: Promise<unknown> }): Promise<Response> => {
    const requestId = requestIdOf(request.headers);
    const runtime = await getRuntime();
    try {
      return respond(await run(declaration, { request, segment, requestId, runtime }), declaration.status, requestId);
    } catch (error) {
      const problem = toProblem(error);
      if (problemCatalogue[problem.code].kind === 'fault') {
        runtime.log.error({ err: problem.cause ?? problem, requestId, method: request.method }, 'request failed');
      }
      return problemResponse(problem, requestId);
    }
  };
  const { handler: _handler, ...route } = declaration;
  return Object.assign(handle, { route });
}

interface Call {
  readonly request: Request;
  readonly segment: { params: Promise<unknown> };
  readonly requestId: string;
  readonly runtime: Runtime;
}

async function run<Params, Query, Body>(
  declaration: AnyDeclaration<Params, Query, Body>,
  call: Call,
): Promise<unknown> {
  const { request, runtime, requestId } = call;
  if (declaration.limit) {
    await takeToken(runtime, {
      name: declaration.summary,
      key: remoteAddressOf(request.headers),
      ...declaration.limit,
    });
  }
  const parse = async () => ({ runtime, request, requestId, ...(await parseParts(declaration, call)) });
  if (declaration.auth === 'public') return declaration.handler(await parse());
  const { auth, handler } = declaration;
  const ctx = await authenticate(auth, call);
  const answer = async () => {
    if (auth !== 'signed-in' && !holdsSomewhere(ctx, auth.verb)) requireVerb(ctx, auth.verb);
    return handler({ ...(await parse()), ctx });
  };
  return readsPeople(declaration, request.method) ? noteCall(ctx, call, answer) : answer();
}

/** What holders of these verbs read are people's data. */
const verbsOverPeople: readonly Verb[] = [
  'sources.read',
  'passive.read',
  'passive.quarantine',
  'donations.manage',
  'donations.open',
];

function readsPeople(
  { auth, isOfNobody }: Pick<AnyDeclaration<never, never, never>, 'auth' | 'isOfNobody'>,
  method: string,
): boolean {
  return method === 'GET' && isOfNobody !== true && typeof auth === 'object' && verbsOverPeople.includes(auth.verb);
}

/** Notes which address was read, with its parameters named and only the ids among them kept (pdk-28). */
async function noteCall(
  ctx: Context,
  { request, segment: { params } }: Call,
  answer: () => Promise<unknown>,
): Promise<unknown> {
  const url = new URL(request.url);
  const named = Object.entries(((await params) ?? {}) as Record<string, string>);
  const nameOf = (segment: string) =>
    named.find(([, value]) => [value, encodeURIComponent(value)].includes(segment))?.[0];
  const segments = url.pathname.replace(/^\/api\/cairn\/v1\//, '').split('/');
  const path = segments
    .map((segment) => (nameOf(segment) === undefined ? segment : `{${nameOf(segment) ?? ''}}`))
    .join('/');
  const ids = named.filter(([, value]) => isId(value));
  const detail = { path, ...Object.fromEntries(ids), filters: [...url.searchParams.keys()].sort() };
  return noteReadingOf(ctx, { action: 'data.read', detail }, answer);
}

const isId = (value: string) => /^[0-9a-f-]{36}$/i.test(value);

async function authenticate(
  auth: Exclude<RouteAuth, 'public'>,
  { request, requestId, runtime }: Call,
): Promise<Context> {
  const organization = new URL(request.url).searchParams.get('org');
  const caller = await resolveActor(runtime, { headers: request.headers, organization });
  if (caller.kind === 'none') throw new Problem('sign_in_required');
  if (caller.kind === 'session') {
    guardCsrf(request);
    if (auth !== 'signed-in' && caller.user.mustChangePassword) {
      throw new Problem('permission_missing', {
        detail: 'Choose a new password first: the one you have was given to you.',
      });
    }
  }
  return runtime.context({ organizationId: caller.organizationId, actor: caller.actor, requestId });
}

function holdsSomewhere(ctx: Context, verb: Verb): boolean {
  if (ctx.actor.kind === 'user' || ctx.actor.kind === 'token')
    return ctx.actor.grants.some((grant) => grant.verbs.has(verb));
  return hasVerb(ctx.actor, verb);
}

async function parseParts<Params, Query, Body>(
  declaration: Declaration<Params, Query, Body>,
  { request, segment }: Call,
) {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  return {
    params: (declaration.params ? parseInput(declaration.params, await segment.params) : undefined) as Params,
    query: (declaration.query ? parseInput(declaration.query, query) : undefined) as Query,
    body: (declaration.body
      ? parseInput(declaration.body, await readJson(request, maxJsonBodyBytes))
      : undefined) as Body,
  };
}

function respond(result: unknown, status: number | undefined, requestId: string): Response {
  if (result instanceof Response) return result;
  const headers = { 'cache-control': 'no-store', [requestIdHeader]: requestId };
  if (result === undefined) return new Response(null, { status: 204, headers });
  return Response.json(result, { status: status ?? 200, headers });
}
