/** How long a service may take to answer, ms, and the longest answer that is read, in characters. */
const timeoutMs = 30_000;
const maxAnswerCharacters = 16 * 1024 * 1024;

export interface FormPost {
  /** Of a service that the operator configured: never an address that somebody else chose. */
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Posts a form and reads the JSON of the answer. Throws for another status than 200, other text, and what takes too long. */
export async function postForm({ url, fields, headers = {}, signal }: FormPost): Promise<unknown> {
  const limits = [AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])];
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
    redirect: 'error',
    signal: AbortSignal.any(limits),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The service answered with status ${String(answer.status)}.`);
  if (text.length > maxAnswerCharacters) throw new Error('The service answered more than can be read.');
  return JSON.parse(text) as unknown;
}
