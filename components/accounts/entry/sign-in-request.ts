import { z } from 'zod';

/** How an attempt to sign in ended: in, or with a word of why not. */
export type SignInResult = { readonly kind: 'in' } | { readonly kind: 'refused'; readonly word: string };

const csrfSchema = z.object({ csrfToken: z.string() });
const answerSchema = z.object({ url: z.string() });

export interface SignInFields {
  readonly email: string;
  readonly password: string;
  readonly code: string;
}

/** Sends the form to the sign-in door. A refused one answers 401 with the word in an address. */
export async function requestSignIn(fields: SignInFields): Promise<SignInResult> {
  const answer = await post('/api/auth/callback/credentials', { ...fields });
  if (answer === null) return { kind: 'refused', word: 'unreachable' };
  const word = new URL(answer, window.location.origin).searchParams.get('error');
  return word === null ? { kind: 'in' } : { kind: 'refused', word };
}

/** The address of the identity provider to go to; null when the door does not answer. */
export function requestOidcAddress(next: string): Promise<string | null> {
  return post('/api/auth/signin/oidc', { callbackUrl: next });
}

/** Sends a form with the door's own CSRF token; gives the address it answers with. */
async function post(path: string, fields: Readonly<Record<string, string>>): Promise<string | null> {
  try {
    const { csrfToken } = csrfSchema.parse(await (await fetch('/api/auth/csrf')).json());
    const body = new URLSearchParams({ ...fields, csrfToken, json: 'true' });
    const response = await fetch(path, { method: 'POST', body });
    return answerSchema.parse(await response.json()).url;
  } catch (error) {
    // No connection (TypeError), or an answer of something between us and the server: both mean "not reached".
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
