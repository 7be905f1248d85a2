import { z } from 'zod';
import type { FcmConfig } from '../config/push-config.ts';
import { readPrivateKey, signJwt } from './sign-jwt.ts';
import { pushTimeoutMs, unreachable, type PushData, type PushOutcome, type PushSender } from './push-sender.ts';

/** What a token may be used for: an identifier, not an address. */
const scope = 'https://www.googleapis.com/auth/firebase.messaging';
const grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const tokenLifeS = 3600;
/** Access that ends this soon is not used any more, ms. */
const slackMs = 60_000;

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const errorSchema = z.object({
  error: z.object({
    status: z.string().default(''),
    details: z
      .array(
        z.object({
          errorCode: z.string().optional(),
          fieldViolations: z.array(z.object({ field: z.string().optional() })).optional(),
        }),
      )
      .default([]),
  }),
});

/** Codes by which Firebase says that a token is of no use any more, or never was one of this project. */
const deadCodes: ReadonlySet<string> = new Set(['UNREGISTERED', 'SENDER_ID_MISMATCH']);

/** A token that opens the service, and when it is not used any more (Unix ms). */
interface Access {
  readonly token: string;
  readonly until: number;
}

/**
 * Firebase Cloud Messaging, HTTP v1: data messages, authorised by an access token that a service account's signed
 * assertion buys (OAuth 2, RFC 7523).
 */
export class FcmSender implements PushSender {
  readonly #config: FcmConfig;
  readonly #now: () => Date;
  #granted: Access | null = null;
  #asked: Promise<Access> | null = null;

  constructor(config: FcmConfig, now: () => Date = () => new Date()) {
    this.#config = config;
    this.#now = now;
  }

  async send(token: string, data: PushData): Promise<PushOutcome> {
    try {
      const first = await this.#access();
      const answer = await this.#post({ token, data, access: first });
      if (answer.status !== 401) return await judge(answer);
      await answer.arrayBuffer();
      // It was withdrawn before its time: once more with a new one. Whoever else noticed may have it already.
      if (this.#granted === first) this.#granted = null;
      return await judge(await this.#post({ token, data, access: await this.#access() }));
    } catch (error) {
      if (error instanceof RefusedAccount) return { kind: 'failed', reason: error.message, isPassing: false };
      return unreachable(error);
    }
  }

  close(): void {
    this.#granted = null;
  }

  #post({ token, data, access }: { token: string; data: PushData; access: Access }): Promise<Response> {
    const { url, account } = this.#config;
    const message = { token, data, android: { priority: 'high' } };
    return fetch(`${url}/v1/projects/${encodeURIComponent(account.project_id)}/messages:send`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ message }),
      redirect: 'error',
      signal: AbortSignal.timeout(pushTimeoutMs),
    });
  }

  /** Access that has not ended; pushes side by side ask for it once. */
  async #access(): Promise<Access> {
    if (this.#granted && this.#granted.until > this.#now().getTime()) return this.#granted;
    this.#asked ??= this.#askForAccess().finally(() => {
      this.#asked = null;
    });
    this.#granted = await this.#asked;
    return this.#granted;
  }

  async #askForAccess(): Promise<Access> {
    const { account } = this.#config;
    const nowS = Math.floor(this.#now().getTime() / 1000);
    const assertion = signJwt({
      algorithm: 'RS256',
      header: { typ: 'JWT', ...(account.private_key_id === undefined ? {} : { kid: account.private_key_id }) },
      claims: { iss: account.client_email, scope, aud: account.token_uri, iat: nowS, exp: nowS + tokenLifeS },
      key: readPrivateKey(account.private_key),
    });
    const answer = await fetch(account.token_uri, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: grantType, assertion }),
      redirect: 'error',
      signal: AbortSignal.timeout(pushTimeoutMs),
    });
    if (answer.status >= 500)
      throw Object.assign(new Error('no access token'), { code: `HTTP ${String(answer.status)}` });
    const body = tokenSchema.safeParse(answer.ok ? await answer.json() : null);
    if (!body.success) throw new RefusedAccount(`the service account is refused (${String(answer.status)})`);
    return { token: body.data.access_token, until: this.#now().getTime() + body.data.expires_in * 1000 - slackMs };
  }
}

/** The service account gets no access token: another try changes nothing. */
class RefusedAccount extends Error {}

async function judge(answer: Response): Promise<PushOutcome> {
  const text = await answer.text();
  if (answer.ok) return { kind: 'accepted' };
  const parsed = errorSchema.safeParse(parseJson(text));
  const details = parsed.data?.error.details ?? [];
  const code = details.find(({ errorCode }) => errorCode !== undefined)?.errorCode;
  const reason = code ?? (parsed.data?.error.status || `HTTP ${String(answer.status)}`);
  const isBadToken = details.some(({ fieldViolations = [] }) =>
    fieldViolations.some(({ field }) => field === 'message.token'),
  );
  if ((code !== undefined && deadCodes.has(code)) || isBadToken) return { kind: 'dead', reason };
  return { kind: 'failed', reason, isPassing: answer.status === 429 || answer.status >= 500 };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
