import type { Receipt, Refusal } from '#lib/passive/index.ts';
import { statusOfKind } from '#lib/platform/http/status-of-kind.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import type { Answer } from './exchange.ts';
import { FormError } from './form-target.ts';
import { CutOff, EncodingError } from './pump-body.ts';

/** The sentence of the old server, which clients show in their logs (PDK section 1.2). */
export const bundleAdded = {
  message: 'Data bundle added successfully, and ready for processing.',
  added: true,
} as const;

/** As above, for a single point (1.10). */
export const pointAdded = { message: 'Data point added successfully.' } as const;

/** Answer to everything while a study discards uploads: devices empty their queues (1.3). */
export const discarded = {
  message:
    'Data collection is switched off for this study. This transmission was not kept, and nothing needs to be sent again.',
  added: true,
} as const;

/** The sentence of the old server where it has one; ours where it answered with a page of HTML. */
const refusalMessages: Readonly<Record<Refusal, string>> = {
  'not-json': 'Unable to parse data bundle.',
  'not-a-point': 'Unable to parse data point: the payload is not one JSON object.',
  'not-gzip': 'Unable to parse data bundle: the body is not gzip.',
  'nonce-missing': 'Unable to parse data bundle: it is marked as encrypted, and the field "nonce" is missing.',
};

/** Answer to a receipt. */
export function answerReceipt(receipt: Receipt, added: object): Answer {
  if (receipt.kind === 'stored') return { status: 201, body: added };
  return { status: 400, body: { message: refusalMessages[receipt.refusal] } };
}

/** An answer that says no, with a code for programs. */
export function refuse(status: number, code: string, message: string): Answer {
  return { status, body: { message, added: false, code } };
}

/** Turns anything thrown into an answer. */
export function answerError(error: unknown): Answer {
  if (error instanceof FormError) return refuse(400, 'form_broken', error.message);
  if (error instanceof EncodingError) return refuse(400, 'encoding_broken', error.message);
  if (error instanceof CutOff) return refuse(400, 'body_cut_off', 'Unable to parse data bundle.');
  const problem = toProblem(error);
  const status = statusOfKind[problemCatalogue[problem.code].kind];
  if (status === 401)
    return { ...refuse(status, problem.code, problem.message), headers: { 'www-authenticate': 'Bearer' } };
  const retryAfter = problem.fields?.['retryAfterSeconds'] ?? (status === 503 ? '5' : undefined);
  return {
    ...refuse(status, problem.code, problem.message),
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
  };
}
