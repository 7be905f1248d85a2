import { resolveActor, type IntakeStudy } from '#lib/accounts/index.ts';
import { recordAccess, type AccessScope } from '#lib/platform/audit/record-access.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { statusOfKind } from '#lib/platform/http/status-of-kind.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { readFormFields } from '../read-form-fields.ts';

/** A call of a pull client at a door of a study. */
export interface PullRequest {
  readonly runtime: Runtime;
  readonly exchange: Exchange;
  readonly study: IntakeStudy;
}

export type PullCall = (request: PullRequest) => Promise<Answer>;

export type PullFields = ReadonlyMap<string, string>;

/** The fields of a form. Throws `input_invalid` for a body that is none. */
export function readFields({ runtime, exchange, study }: PullRequest): Promise<PullFields> {
  const { organizationId, studyId } = study;
  const actor = { kind: 'device', studyId, label: exchange.remoteAddress } as const;
  return readFormFields(runtime.context({ organizationId, actor, requestId: exchange.requestId }), exchange);
}

/** A field that must be there. Throws `input_invalid`, naming it. */
export function requireField(fields: PullFields, name: string): string {
  const value = fields.get(name);
  if (value !== undefined) return value;
  const detail = `The field "${name}" is missing.`;
  throw new Problem('input_invalid', { detail, fields: { [name]: detail } });
}

/** A field as JSON. Throws `input_invalid`, naming it. */
export function readJsonField(fields: PullFields, name: string, whenAbsent?: string): unknown {
  const text = whenAbsent === undefined ? requireField(fields, name) : (fields.get(name) ?? whenAbsent);
  try {
    return JSON.parse(text);
  } catch (error) {
    const detail = `The field "${name}" is not JSON.`;
    throw new Problem('input_invalid', { detail, fields: { [name]: detail }, cause: error });
  }
}

/** A field as a whole number from `least` on. Throws `input_invalid`, naming it. */
export function readNumberField(
  fields: PullFields,
  name: string,
  { least, whenAbsent }: { readonly least: number; readonly whenAbsent?: string },
): number {
  const text = whenAbsent === undefined ? requireField(fields, name) : (fields.get(name) ?? whenAbsent);
  const value = /^\d{1,16}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least) return value;
  const detail = `The field "${name}" must be a whole number, ${String(least)} or more.`;
  throw new Problem('input_invalid', { detail, fields: { [name]: detail } });
}

/** What a call gave out, for its access record. */
export interface PullOutcome {
  readonly answer: Answer;
  readonly count: number;
}

interface TokenCall {
  readonly request: PullRequest;
  /** `noun.verb` of the access record. */
  readonly action: string;
  readonly work: (ctx: Context, fields: PullFields) => Promise<PullOutcome>;
}

/** A call with a token: finds out whose it is, does the work, answers in JSON, and notes the access (pdk-27, pdk-28). */
export async function answerWithToken({ request, action, work }: TokenCall): Promise<Answer> {
  const { runtime, exchange, study } = request;
  const { organizationId, studyId } = study;
  const nobody = { kind: 'nobody', label: exchange.remoteAddress } as const;
  let scope: AccessScope = { ...runtime, organizationId, actor: nobody, requestId: exchange.requestId };
  let detail: object = {};
  try {
    const fields = await readFields(request);
    detail = describeQuestion(fields);
    const ctx = await contextOfToken(request, requireField(fields, 'token'));
    scope = ctx;
    const { answer, count } = await work(ctx, fields);
    recordAccess(scope, { action, studyId, detail, outcome: 'ok', count });
    return answer;
  } catch (error) {
    const problem = toProblem(error);
    const isOurs = statusOfKind[problemCatalogue[problem.code].kind] >= 500;
    recordAccess(scope, {
      action,
      studyId,
      detail: { ...detail, code: problem.code },
      outcome: isOurs ? 'failed' : 'refused',
    });
    if (isOurs)
      runtime.log.error({ err: problem.cause ?? problem, requestId: exchange.requestId }, 'a pull call failed');
    return answerPullProblem(problem);
  }
}

async function contextOfToken({ runtime, exchange, study }: PullRequest, token: string): Promise<Context> {
  const headers = new Headers({ 'x-cairn-remote-address': exchange.remoteAddress });
  // What cannot be in a header is no token of ours either.
  if (/^[\x21-\x7e]+$/.test(token)) headers.set('authorization', `Bearer ${token}`);
  const caller = await resolveActor(runtime, { headers });
  if (caller.kind !== 'token' || caller.organizationId !== study.organizationId) {
    throw new Problem('permission_missing', { detail: 'The token is unknown, revoked or expired. Ask for a new one.' });
  }
  const { organizationId, actor } = caller;
  return runtime.context({ organizationId, actor, requestId: exchange.requestId });
}

/** Names of the lookups and the page, never what they were compared with. */
function describeQuestion(fields: PullFields): object {
  const names = (field: string) => {
    try {
      const groups = JSON.parse(fields.get(field) ?? '[]') as unknown;
      const list = Array.isArray(groups) ? groups : [];
      return [...new Set(list.flatMap((group) => Object.keys((group ?? {}) as object)))].slice(0, 50);
    } catch (error) {
      if (error instanceof SyntaxError) return [];
      throw error;
    }
  };
  return {
    filters: names('filters').map(shorten),
    excludes: names('excludes').map(shorten),
    ...(fields.has('updates') ? { updates: names('updates').map(shorten) } : {}),
    page: shorten(fields.get('page_index') ?? '0'),
    size: shorten(fields.get('page_size') ?? ''),
  };
}

function shorten(text: string): string {
  return text.slice(0, 100);
}

/** A problem in this dialect: the old server's status where clients look at it, JSON always. */
export function answerPullProblem(problem: Problem): Answer {
  const { code, message, fields } = problem;
  const retryAfter = fields?.['retryAfterSeconds'];
  return {
    status: statusOfKind[problemCatalogue[code].kind],
    body: { message, code, ...(fields ? { fields } : {}) },
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
  };
}
