import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/problems/parse-input.ts';

/** Of requests of a group that were undone. */
export const undoneStatus = 424;

/** Most requests of one batch. */
const maxRequests = 1000;

const idSchema = z.string().regex(/^[\w.:,;-]{1,60}$/, 'Use letters, digits and _ . : , ; -.');
const batchSchema = z.object({
  requests: z
    .array(
      z.object({
        id: idSchema,
        atomicityGroup: idSchema.optional(),
        method: z
          .string()
          .toUpperCase()
          .pipe(z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE'])),
        url: z.string().min(1).max(8000),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
      }),
    )
    .max(maxRequests)
    .refine((requests) => new Set(requests.map(({ id }) => id)).size === requests.length, 'Ids are given twice.'),
});
type BatchRequest = z.infer<typeof batchSchema>['requests'][number];

/** What became of one request. */
export interface BatchAnswer {
  readonly id: string;
  readonly status: number;
  readonly location?: string;
  readonly body?: unknown;
}

export interface BatchInput {
  /** Address of the service. */
  readonly root: string;
  readonly body: unknown;
  /** Answers one request; never rejects for what is wrong with it. */
  readonly run: (request: Request) => Promise<Response>;
}

/**
 * Answers the requests of a batch in their order (OGC 18-088, section 11.2). Those of an atomicity group work together or
 * not at all; `$<id>` in an address or an id stands for what an earlier request made. Errors: `input_invalid`.
 */
export async function runBatch(ctx: Context, { root, body, run }: BatchInput): Promise<BatchAnswer[]> {
  const { requests } = parseInput(batchSchema, body);
  const made = new Map<string, string>();
  const responses: BatchAnswer[] = [];
  for (const group of groupsOf(requests)) {
    const answerAll = async () => {
      const answers: BatchAnswer[] = [];
      for (const request of group) {
        const answer = await answerOne({ root, run, made }, request);
        answers.push(answer);
        if (isAtomic(group) && answer.status >= 400) throw new GroupFailure(answer);
      }
      return answers;
    };
    responses.push(...(isAtomic(group) ? await together(ctx, group, answerAll) : await answerAll()));
  }
  return responses;
}

/** Undoes a group: one of its requests was refused. */
class GroupFailure extends Error {
  readonly answer: BatchAnswer;

  constructor(answer: BatchAnswer) {
    super('a request of the group was refused');
    this.answer = answer;
  }
}

function isAtomic(group: readonly BatchRequest[]): boolean {
  return group[0]?.atomicityGroup !== undefined;
}

/** Requests of one group that follow each other, and each other one alone. */
function groupsOf(requests: readonly BatchRequest[]): BatchRequest[][] {
  return requests.reduce<BatchRequest[][]>((groups, request) => {
    const last = groups.at(-1);
    const isSame = request.atomicityGroup !== undefined && last?.[0]?.atomicityGroup === request.atomicityGroup;
    if (last && isSame) last.push(request);
    else groups.push([request]);
    return groups;
  }, []);
}

async function together(
  ctx: Context,
  group: readonly BatchRequest[],
  answerAll: () => Promise<BatchAnswer[]>,
): Promise<BatchAnswer[]> {
  try {
    return await ctx.db.transaction(answerAll);
  } catch (error) {
    if (!(error instanceof GroupFailure)) throw error;
    const { answer } = error;
    const status = undoneStatus;
    const undone = { code: status, type: 'error', message: `Undone, since the request ${answer.id} was refused.` };
    return group.map(({ id }) => (id === answer.id ? answer : { id, status, body: undone }));
  }
}

interface Surroundings extends Pick<BatchInput, 'root' | 'run'> {
  /** Addresses of what earlier requests made, by their id. */
  readonly made: Map<string, string>;
}

async function answerOne({ root, run, made }: Surroundings, request: BatchRequest): Promise<BatchAnswer> {
  const { id, method } = request;
  const url = addressOf(
    root,
    request.url.replace(/^\$([\w.:,;-]+)/, (all, name: string) => made.get(name) ?? all),
  );
  const body = request.body === undefined ? undefined : JSON.stringify(withIds(request.body, made));
  const headers = { 'content-type': 'application/json', ...request.headers };
  const hasBody = body !== undefined && method !== 'GET';
  const response = await run(new Request(url, { method, headers, ...(hasBody ? { body } : {}) }));
  const location = response.headers.get('location');
  if (location !== null) made.set(id, location);
  const text = await response.text();
  return {
    id,
    status: response.status,
    ...(location === null ? {} : { location }),
    ...(text === '' ? {} : { body: bodyOf(response, text) }),
  };
}

/** Only addresses of this service are followed. */
function addressOf(root: string, url: string): string {
  if (url.startsWith(`${root}/`)) return url;
  const { pathname } = new URL(root);
  const path = url.startsWith(`${pathname}/`) ? url.slice(pathname.length) : url;
  return `${root}/${path.replace(/^\/+/, '')}`;
}

function withIds(value: unknown, made: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((one) => withIds(one, made));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    const isReference = name === '@iot.id' && typeof inner === 'string' && inner.startsWith('$');
    const address = isReference ? made.get(inner.slice(1)) : undefined;
    return [name, address === undefined ? withIds(inner, made) : idOf(address)] as const;
  });
  return Object.fromEntries(entries);
}

function idOf(address: string): string {
  return decodeURIComponent(/\('?([^()']*)'?\)$/.exec(address)?.[1] ?? '');
}

function bodyOf(response: Response, text: string): unknown {
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return isJson ? (JSON.parse(text) as unknown) : text;
}
