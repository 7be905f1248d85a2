import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A stand-in for Withings: OAuth2 with tokens that rotate, activity and sleep by day. */
export interface WithingsStandIn {
  /** Variables that point a platform to it. */
  readonly env: Readonly<Record<string, string>>;
  /** What was wrong with requests, in words. */
  readonly complaints: string[];
  /** Calls by their action, in order. */
  readonly calls: string[];
  /** What the account recorded, by Unix second. */
  readonly activity: Map<number, object>;
  readonly sleep: { startdate: number; enddate: number; state: number; model: string }[];
  /** Allows reading, as a person would: gives the code for an address that they were sent to. */
  allow(address: string): { readonly code: string; readonly state: string; readonly redirectUri: string };
  /** Answers everything with this status from now on; 0: as usual. */
  failWith(status: number): void;
  /** Takes the permission back. */
  revoke(): void;
  stop(): Promise<void>;
}

const clientId = 'cairn-client';
const clientSecret = 'cairn-secret';

interface Books {
  readonly codes: Map<string, string>;
  access: string | null;
  refresh: string | null;
  issued: number;
  failing: number;
}

/** Starts one on a free port of this machine. */
export async function startWithings(): Promise<WithingsStandIn> {
  const books: Books = { codes: new Map(), access: null, refresh: null, issued: 0, failing: 0 };
  const seen = { complaints: [] as string[], calls: [] as string[] };
  const records = { activity: new Map<number, object>(), sleep: [] as WithingsStandIn['sleep'] };
  const server = createServer((request, response) => {
    void answer({ books, seen, records }, request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const root = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return {
    ...seen,
    ...records,
    env: {
      CAIRN_WITHINGS_CLIENT_ID: clientId,
      CAIRN_WITHINGS_CLIENT_SECRET: clientSecret,
      CAIRN_WITHINGS_LOGIN_URL: root,
      CAIRN_WITHINGS_API_URL: root,
    },
    allow(address) {
      const { searchParams, pathname } = new URL(address);
      const asked = ['response_type', 'client_id', 'scope'].map((name) => searchParams.get(name));
      if (pathname !== '/oauth2_user/authorize2') seen.complaints.push(`asked at ${pathname}`);
      if (asked.join() !== `code,${clientId},user.metrics,user.activity`) seen.complaints.push(`asked ${asked.join()}`);
      const code = `code-${String(books.codes.size + 1)}`;
      const redirectUri = searchParams.get('redirect_uri') ?? '';
      books.codes.set(code, redirectUri);
      return { code, state: searchParams.get('state') ?? '', redirectUri };
    },
    failWith(status) {
      books.failing = status;
    },
    revoke() {
      [books.access, books.refresh] = [null, null];
    },
    stop: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => {
          done();
        });
      }),
  };
}

interface Service {
  readonly books: Books;
  readonly seen: { readonly complaints: string[]; readonly calls: string[] };
  readonly records: Pick<WithingsStandIn, 'activity' | 'sleep'>;
}

async function answer(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const fields = Object.fromEntries(new URLSearchParams(await text(request)));
  const { books, seen } = service;
  seen.calls.push(fields['action'] ?? '');
  if (request.method !== 'POST') seen.complaints.push(`${String(request.method)} instead of POST`);
  const told = books.failing === 0 ? decide(service, request, fields) : { status: books.failing, body: {} };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(told));
}

function decide(service: Service, request: IncomingMessage, fields: Record<string, string>) {
  if (request.url === '/v2/oauth2') return giveTokens(service, fields);
  const { books, records, seen } = service;
  if (request.headers.authorization !== `Bearer ${String(books.access)}`) return { status: 401, body: {} };
  const [from, to] = [Number(fields['startdate']), Number(fields['enddate'])];
  if (!(to > from) || to - from > 86_400) seen.complaints.push(`a stretch of ${String(to - from)} s`);
  if (request.url === '/v2/measure' && fields['action'] === 'getintradayactivity') {
    const within = [...records.activity].filter(([second]) => second >= from && second < to);
    return { status: 0, body: { series: within.length === 0 ? [] : Object.fromEntries(within) } };
  }
  if (request.url === '/v2/sleep' && fields['action'] === 'get') {
    return {
      status: 0,
      body: { series: records.sleep.filter(({ startdate }) => startdate >= from && startdate < to) },
    };
  }
  seen.complaints.push(`${String(request.url)} ${String(fields['action'])}`);
  return { status: 503, body: {} };
}

/** A code works once, at the address it was asked for; each refresh token works once. */
function giveTokens({ books }: Service, fields: Record<string, string>) {
  const isClient = fields['client_id'] === clientId && fields['client_secret'] === clientSecret;
  const byCode =
    fields['grant_type'] === 'authorization_code' &&
    fields['redirect_uri'] !== undefined &&
    books.codes.get(fields['code'] ?? '') === fields['redirect_uri'];
  const byRefresh =
    fields['grant_type'] === 'refresh_token' && fields['refresh_token'] === (books.refresh ?? undefined);
  if (!isClient || !(byCode || byRefresh) || fields['action'] !== 'requesttoken') return { status: 401, body: {} };
  books.codes.delete(fields['code'] ?? '');
  books.issued += 1;
  [books.access, books.refresh] = [`access-${String(books.issued)}`, `refresh-${String(books.issued)}`];
  const tokens = { access_token: books.access, refresh_token: books.refresh };
  return { status: 0, body: { userid: '4711', ...tokens, expires_in: 10_800, scope: 'user.metrics,user.activity' } };
}
