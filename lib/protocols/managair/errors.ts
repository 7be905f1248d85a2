import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { statusOfKind } from '#lib/platform/http/status-of-kind.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';

/** What is wrong with a request: a member of its document (JSON Pointer), or a parameter of its address. */
export type ErrorSource = { readonly pointer: string } | { readonly parameter: string } | { readonly header: string };

/** One entry of `errors`. */
export interface ErrorEntry {
  readonly status: number;
  readonly detail: string;
  readonly source?: ErrorSource;
}

/** A request that cannot be done, in the words of JSON:API. */
export class ApiError extends Error {
  readonly entries: readonly ErrorEntry[];

  constructor(status: number, detail: string, source?: ErrorSource) {
    super(detail);
    this.entries = [{ status, detail, ...(source && { source }) }];
  }
}

/** Several things that are wrong at once. */
export class ApiErrors extends ApiError {
  override readonly entries: readonly ErrorEntry[];

  constructor(entries: readonly ErrorEntry[]) {
    super(entries[0]?.status ?? 400, entries[0]?.detail ?? '');
    this.entries = entries;
  }
}

/** Stable words for statuses. */
const codes: Readonly<Record<number, string>> = {
  401: 'not_authenticated',
  403: 'permission_denied',
  404: 'not_found',
  405: 'method_not_allowed',
  406: 'not_acceptable',
  409: 'conflict',
  413: 'too_large',
  415: 'unsupported_media_type',
  429: 'throttled',
  500: 'error',
  503: 'unavailable',
};

/** The `errors` of a document. */
export function errorObjects(entries: readonly ErrorEntry[]): object[] {
  return entries.map(({ status, detail, source }) => ({
    status: String(status),
    code: codes[status] ?? 'invalid',
    detail,
    ...(source && { source }),
  }));
}

/** Where a member of a use-case's input stands in the document; null: nowhere. */
export type PointerOfField = (field: string) => string | null;

const nowhere: PointerOfField = () => null;

/** Anything thrown as entries of `errors`; `isFault`: it is ours, and belongs into the log. */
export function entriesOf(
  error: unknown,
  pointerOf: PointerOfField = nowhere,
): { readonly entries: readonly ErrorEntry[]; readonly isFault: boolean } {
  if (error instanceof ApiError) return { entries: error.entries, isFault: false };
  const problem = toProblem(error);
  const { kind } = problemCatalogue[problem.code];
  const status = statusOfKind[kind];
  const isFault = kind === 'fault' || kind === 'unavailable';
  const fields = Object.entries(problem.fields ?? {}).filter(([field]) => field !== 'retryAfterSeconds');
  if (fields.length === 0) return { entries: [{ status, detail: problem.message }], isFault };
  const entries = fields.map(([field, detail]) => ({
    status,
    detail,
    source: { pointer: pointerOf(field) ?? '/data' },
  }));
  return { entries, isFault };
}
