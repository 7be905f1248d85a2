import { connect, type ClientHttp2Session } from 'node:http2';
import { z } from 'zod';
import type { ApnsConfig } from '../config/push-config.ts';
import { readPrivateKey, signJwt } from './sign-jwt.ts';
import { pushTimeoutMs, unreachable, type PushData, type PushOutcome, type PushSender } from './push-sender.ts';

/** Apple wants a new token at most every 20 minutes, and none older than an hour. */
const tokenLifeMs = 40 * 60_000;
/** A silent push that cannot be delivered is kept by Apple for so long, in seconds. */
const keptS = 12 * 3600;

/** What Apple answers for tokens that will never work here again. */
const deadReasons: ReadonlySet<string> = new Set(['BadDeviceToken', 'DeviceTokenNotForTopic', 'Unregistered']);
/** Our own token is not liked: a new one is made. */
const staleReasons: ReadonlySet<string> = new Set(['ExpiredProviderToken', 'InvalidProviderToken']);

interface ApnsAnswer {
  readonly status: number;
  readonly reason: string;
}

/** Apple's push service: silent pushes over HTTP/2, authorised by a token signed with ES256. */
export class ApnsSender implements PushSender {
  readonly #config: ApnsConfig;
  readonly #now: () => Date;
  #session: ClientHttp2Session | null = null;
  #jwt: { readonly text: string; readonly madeAt: number } | null = null;

  constructor(config: ApnsConfig, now: () => Date = () => new Date()) {
    this.#config = config;
    this.#now = now;
  }

  async send(token: string, data: PushData): Promise<PushOutcome> {
    const device = token.replaceAll(/[\s<>]/g, '').toLowerCase();
    if (!/^[0-9a-f]{16,400}$/.test(device)) return { kind: 'dead', reason: 'BadDeviceToken' };
    try {
      const first = await this.#post(device, data);
      if (first.status !== 403 || !staleReasons.has(first.reason)) return judge(first);
      this.#jwt = null;
      return judge(await this.#post(device, data));
    } catch (error) {
      return unreachable(error);
    }
  }

  close(): void {
    this.#session?.close();
    this.#session = null;
  }

  #post(device: string, data: PushData): Promise<ApnsAnswer> {
    const nowS = Math.floor(this.#now().getTime() / 1000);
    const body = JSON.stringify({ aps: { 'content-available': 1 }, ...data });
    return new Promise((done, fail) => {
      const stream = this.#connected().request({
        ':method': 'POST',
        ':path': `/3/device/${device}`,
        authorization: `bearer ${this.#providerToken()}`,
        'apns-topic': this.#config.topic,
        'apns-push-type': 'background',
        // Silent pushes must not be urgent.
        'apns-priority': '5',
        'apns-expiration': String(nowS + keptS),
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(body)),
      });
      let status = 0;
      let text = '';
      stream.setEncoding('utf8');
      stream.setTimeout(pushTimeoutMs, () => {
        stream.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
      });
      stream.on('response', (headers) => {
        status = headers[':status'] ?? 0;
      });
      stream.on('data', (part: string) => {
        if (text.length < 10_000) text += part;
      });
      stream.on('error', fail);
      // A line that is cut before there is an answer ends the stream without an error.
      stream.on('close', () => {
        if (status === 0) fail(Object.assign(new Error('cut off'), { code: 'ECONNRESET' }));
        else done({ status, reason: reasonIn(text) });
      });
      stream.end(body);
    });
  }

  #connected(): ClientHttp2Session {
    if (this.#session && !this.#session.closed && !this.#session.destroyed) return this.#session;
    const session = connect(this.#config.url);
    const forget = () => {
      if (this.#session === session) this.#session = null;
    };
    // Each stream has its own error; the session's alone would end the process.
    session.on('error', forget);
    session.on('goaway', forget);
    session.on('close', forget);
    session.unref();
    this.#session = session;
    return session;
  }

  #providerToken(): string {
    const now = this.#now().getTime();
    if (!this.#jwt || now - this.#jwt.madeAt > tokenLifeMs) {
      const { keyId, teamId, key } = this.#config;
      const claims = { iss: teamId, iat: Math.floor(now / 1000) };
      const text = signJwt({ algorithm: 'ES256', header: { kid: keyId }, claims, key: readPrivateKey(key) });
      this.#jwt = { text, madeAt: now };
    }
    return this.#jwt.text;
  }
}

const reasonSchema = z.object({ reason: z.string() });

function reasonIn(text: string): string {
  if (text === '') return '';
  try {
    return reasonSchema.safeParse(JSON.parse(text)).data?.reason ?? '';
  } catch (error) {
    if (error instanceof SyntaxError) return '';
    throw error;
  }
}

function judge({ status, reason }: ApnsAnswer): PushOutcome {
  if (status === 200) return { kind: 'accepted' };
  const told = reason === '' ? `HTTP ${String(status)}` : reason;
  if (status === 410 || deadReasons.has(reason)) return { kind: 'dead', reason: told };
  return { kind: 'failed', reason: told, isPassing: status === 429 || status >= 500 };
}
