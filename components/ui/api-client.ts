import { z } from 'zod';

/** Says to the server that a change comes from our own pages. */
const csrfHeader = 'x-cairn-request';

const errorSchema = z.object({
  field: z.string(),
  code: z.string(),
  message: z.string(),
  value: z.string().optional(),
});
/** One thing that is wrong with what was sent: its code can be said in the viewer's language. */
export type ApiError = z.infer<typeof errorSchema>;

const problemSchema = z.object({
  code: z.string(),
  detail: z.string(),
  status: z.number(),
  requestId: z.string().optional(),
  fields: z.record(z.string(), z.string()).optional(),
  errors: z.array(errorSchema).optional(),
});

/** A refusal or failure of our own API, as the page can show it. */
export class ApiProblem extends Error {
  /** HTTP status; 0 when the server could not be reached. */
  readonly status: number;
  /** Problem code ("permission_missing"); "unreachable" when there was no answer. */
  readonly code: string;
  readonly requestId: string | undefined;
  /** Wrong fields by dotted path, in words. */
  readonly fields: Readonly<Record<string, string>>;
  /** Everything that is wrong, where the server lists it. */
  readonly errors: readonly ApiError[];

  constructor(problem: {
    status: number;
    code: string;
    detail: string;
    requestId?: string | undefined;
    fields?: Record<string, string> | undefined;
    errors?: ApiError[] | undefined;
  }) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.requestId = problem.requestId;
    this.fields = problem.fields ?? {};
    this.errors = problem.errors ?? [];
  }
}

type QueryValue = string | number | boolean | null | undefined;

/** `/api/cairn/v1` + path with its query; members that are null, undefined or empty are left out. */
export function apiUrl(path: string, query: Readonly<Record<string, QueryValue>> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `/api/cairn/v1/${path.replace(/^\//, '')}${text ? `?${text}` : ''}`;
}

interface ApiOptions {
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Further headers: what lets in who is not signed in. */
  readonly headers?: Readonly<Record<string, string>>;
}

async function call<T>(
  method: string,
  path: string,
  { schema, ...options }: ApiOptions & { readonly schema: z.ZodType<T> },
): Promise<T> {
  const response = await reach(method, apiUrl(path, options.query), options);
  const json: unknown = response.status === 204 ? undefined : await readJson(response);
  if (!response.ok) throw toApiProblem(response, json);
  return schema.parse(json);
}

async function reach(method: string, url: string, { body, signal, headers }: ApiOptions): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        [csrfHeader]: '1',
        ...headers,
        ...(body === undefined || body instanceof Blob ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem({ status: 0, code: 'unreachable', detail: 'The server does not answer.' });
  }
}

/** The answer's JSON; undefined for what is none: something between us and the server may have answered. */
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function toApiProblem(response: Response, json: unknown): ApiProblem {
  const parsed = problemSchema.safeParse(json);
  if (parsed.success) return new ApiProblem(parsed.data);
  return new ApiProblem({
    status: response.status,
    code: 'internal',
    detail: `The server answered with status ${String(response.status)}.`,
    requestId: response.headers.get('x-request-id') ?? undefined,
  });
}

/** Any call, with headers of its own where wished. Throws {@link ApiProblem}. */
export function apiCall<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  options: ApiOptions & { readonly schema: z.ZodType<T> },
): Promise<T> {
  return call(method, path, options);
}

/** Reads from our own API; the answer is parsed with `schema`. Throws {@link ApiProblem}. */
export function apiGet<T>(path: string, schema: z.ZodType<T>, options: Omit<ApiOptions, 'body'> = {}): Promise<T> {
  return call('GET', path, { ...options, schema });
}

/** Sends a change; `schema` defaults to "no answer expected". Throws {@link ApiProblem}. */
export function apiPost(path: string, body: unknown): Promise<unknown>;
export function apiPost<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
export function apiPost(path: string, body: unknown, schema: z.ZodType = z.unknown()) {
  return call('POST', path, { body, schema });
}

/** Asks with a question too long for an address; changes nothing. Throws {@link ApiProblem}. */
export function apiAsk<T>(
  path: string,
  body: unknown,
  options: { readonly schema: z.ZodType<T>; readonly signal: AbortSignal },
): Promise<T> {
  return call('POST', path, { body, ...options });
}

/** Changes some members of a thing. Throws {@link ApiProblem}. */
export function apiPatch(path: string, body: unknown): Promise<unknown>;
export function apiPatch<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
export function apiPatch(path: string, body: unknown, schema: z.ZodType = z.unknown()) {
  return call('PATCH', path, { body, schema });
}

/** Replaces a thing. Throws {@link ApiProblem}. */
export function apiPut(path: string, body: unknown): Promise<unknown>;
export function apiPut<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
export function apiPut(path: string, body: unknown, schema: z.ZodType = z.unknown()) {
  return call('PUT', path, { body, schema });
}

/** Sends a file as it is, under its own type. Throws {@link ApiProblem}. */
export function apiUpload<T>(
  path: string,
  file: Blob,
  options: { readonly schema: z.ZodType<T>; readonly query?: Readonly<Record<string, QueryValue>> },
): Promise<T> {
  return call('POST', path, { body: file, ...options });
}

/** Removes a thing. Throws {@link ApiProblem}. */
export function apiDelete(path: string): Promise<unknown> {
  return call('DELETE', path, { schema: z.unknown() });
}

/** `{items, next}` as every list of our own API answers; `next` is the cursor of the next page or null. */
export function pageSchema<T>(item: z.ZodType<T>) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
