import type { z } from 'zod';
import type { WithingsConfig } from '#lib/platform/config/config.ts';
import { postForm } from '#lib/platform/outgoing/post-form.ts';
import {
  intradaySchema,
  sleepSchema,
  statusTokenRefused,
  withingsAnswerSchema,
  withingsTokensSchema,
  type WithingsTokens,
} from '../../domain/withings/readings.ts';

/** The service said no; `isTokenRefused`: the participant has to link again, or the token has to be renewed. */
export class WithingsRefusal extends Error {
  readonly isTokenRefused: boolean;

  constructor(status: number) {
    super(`Withings answered with status ${String(status)}.`);
    this.name = 'WithingsRefusal';
    this.isTokenRefused = status === statusTokenRefused;
  }
}

/** A stretch of time of an account, half-open. */
export interface WithingsSpan {
  readonly accessToken: string;
  readonly from: Date;
  readonly to: Date;
}

/** The calls of the Withings API that linking and pulling take. */
export class WithingsClient {
  readonly #config: WithingsConfig;
  readonly #redirectUri: string;

  constructor(config: WithingsConfig, redirectUri: string) {
    this.#config = config;
    this.#redirectUri = redirectUri;
  }

  /** Where a participant allows us to read. */
  authorizeUrl(state: string): string {
    const url = new URL(`${this.#config.loginUrl}/oauth2_user/authorize2`);
    const asked = {
      response_type: 'code',
      client_id: this.#config.clientId,
      scope: 'user.metrics,user.activity',
      redirect_uri: this.#redirectUri,
      state,
    };
    for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
    return url.href;
  }

  /** Tokens for the code that a participant came back with. */
  redeemCode(code: string): Promise<WithingsTokens> {
    return this.#tokens({ grant_type: 'authorization_code', code, redirect_uri: this.#redirectUri });
  }

  renewTokens(refreshToken: string): Promise<WithingsTokens> {
    return this.#tokens({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /** Activity of at most a day, in steps of about a minute. */
  readActivity(span: WithingsSpan) {
    return this.#read('v2/measure', 'getintradayactivity', { span, schema: intradaySchema });
  }

  /** Sleep of at most a day. */
  readSleep(span: WithingsSpan) {
    return this.#read('v2/sleep', 'get', { span, schema: sleepSchema });
  }

  #tokens(grant: Readonly<Record<string, string>>): Promise<WithingsTokens> {
    const { clientId, clientSecret } = this.#config;
    const fields = { action: 'requesttoken', client_id: clientId, client_secret: clientSecret, ...grant };
    return this.#call('v2/oauth2', { fields, schema: withingsTokensSchema });
  }

  #read<Read>(
    path: string,
    action: string,
    { span, schema }: { readonly span: WithingsSpan; readonly schema: z.ZodType<Read> },
  ): Promise<Read> {
    const second = (at: Date) => String(Math.floor(at.getTime() / 1000));
    const fields = { action, startdate: second(span.from), enddate: second(span.to) };
    return this.#call(path, { fields, schema, headers: { authorization: `Bearer ${span.accessToken}` } });
  }

  async #call<Read>(
    path: string,
    call: {
      readonly fields: Readonly<Record<string, string>>;
      readonly schema: z.ZodType<Read>;
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<Read> {
    const { fields, headers, schema } = call;
    const url = `${this.#config.apiUrl}/${path}`;
    const answer = withingsAnswerSchema.parse(await postForm({ url, fields, ...(headers && { headers }) }));
    if (answer.status !== 0) throw new WithingsRefusal(answer.status);
    return schema.parse(answer.body);
  }
}
