import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Exchange } from './exchange.ts';
import { FormError } from './form-target.ts';
import { bodyKindOf, readUploadForm, UploadForm } from './read-upload-form.ts';

/** Largest form of a question, in bytes. */
const maxFormBytes = 1024 * 1024;

/** The fields of a form, by name; files in it are let go. Throws `input_invalid` for a body that is no form. */
export async function readFormFields(ctx: Context, exchange: Exchange): Promise<ReadonlyMap<string, string>> {
  if (bodyKindOf(exchange) === 'raw') {
    throw new Problem('input_invalid', { detail: 'Send a form (application/x-www-form-urlencoded).' });
  }
  const form = new UploadForm(ctx);
  try {
    await readUploadForm(exchange, form, maxFormBytes);
    return new Map(form.fields);
  } catch (error) {
    if (error instanceof FormError) throw new Problem('input_invalid', { detail: error.message, cause: error });
    throw error;
  } finally {
    await form.release({ isKept: false });
  }
}
