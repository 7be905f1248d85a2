import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttp2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';

/** A push as a service took it. */
export interface TakenPush {
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What a stand-in answers for a token; absent: it accepts. */
export interface PushAnswer {
  readonly status: number;
  readonly body: object;
}

/** A stand-in for a push service, which refuses whatever is not in the form that the real one documents. */
export interface PushStandIn {
  readonly taken: TakenPush[];
  /** What was wrong with requests, in words. */
  readonly complaints: string[];
  /** Answers by token; each of a list once, the last for good. */
  readonly answers: Map<string, PushAnswer[]>;
  /** Variables that point a platform to it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

function nextAnswer(answers: Map<string, PushAnswer[]>, token: string): PushAnswer | undefined {
  const left = answers.get(token) ?? [];
  return left.length > 1 ? left.shift() : left[0];
}

async function readBody(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

interface Jwt {
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
  readonly isSigned: boolean;
}

function readJwt(text: string, publicPem: string): Jwt {
  const [header = '', claims = '', signature = ''] = text.split('.');
  const key = createPublicKey(publicPem);
  const options = { key, dsaEncoding: 'ieee-p1363' } as const;
  const isSigned = verify('sha256', Buffer.from(`${header}.${claims}`), options, Buffer.from(signature, 'base64url'));
  const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  return { header: parse(header), claims: parse(claims), isSigned };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

function stopper(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return () =>
    new Promise((done) => {
      server.close(() => {
        done();
      });
      for (const socket of sockets) socket.destroy();
    });
}

export interface FcmStandIn extends PushStandIn {
  /** Assertions that bought an access token. */
  readonly assertions: Jwt[];
  /** From now on tokens given before are refused with 401. */
  withdrawAccess(): void;
}

/** Firebase Cloud Messaging HTTP v1 with Google's token endpoint: JWT bearer grant, RS256, one project. */
export async function startFcm(): Promise<FcmStandIn> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const state = { taken: [] as TakenPush[], complaints: [] as string[], answers: new Map<string, PushAnswer[]>() };
  const assertions: Jwt[] = [];
  let access = 0;
  let origin = '';
  const tokenFor = (text: string): PushAnswer => {
    const form = new URLSearchParams(text);
    const jwt = readJwt(form.get('assertion') ?? '', publicKey);
    const { iat, exp } = jwt.claims as { iat: number; exp: number };
    const isRight =
      form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer' &&
      jwt.isSigned &&
      jwt.header['alg'] === 'RS256' &&
      jwt.header['kid'] === 'key-1' &&
      jwt.claims['iss'] === 'cairn@pilot.example' &&
      jwt.claims['aud'] === `${origin}/token` &&
      jwt.claims['scope'] === 'https://www.googleapis.com/auth/firebase.messaging' &&
      exp - iat <= 3600 &&
      Math.abs(iat - Date.now() / 1000) < 120;
    if (!isRight) return { status: 400, body: { error: 'invalid_grant' } };
    assertions.push(jwt);
    access += 1;
    return { status: 200, body: { access_token: `access-${String(access)}`, expires_in: 3599, token_type: 'Bearer' } };
  };
  const takePush = (request: IncomingMessage, text: string): PushAnswer => {
    if (request.headers.authorization !== `Bearer access-${String(access)}`)
      return { status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } };
    const body = JSON.parse(text) as { message?: { token?: string; data?: object; android?: object } };
    const { token, ...rest } = body.message ?? {};
    const isRight =
      request.url === '/v1/projects/pilot/messages:send' &&
      request.headers['content-type'] === 'application/json' &&
      typeof token === 'string' &&
      Object.values(rest.data ?? {}).every((value) => typeof value === 'string');
    if (!isRight) {
      state.complaints.push(`${String(request.url)} ${text}`);
      return { status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT' } } };
    }
    const answer = nextAnswer(state.answers, token);
    if (answer) return answer;
    state.taken.push({ token, headers: {}, body });
    return { status: 200, body: { name: `projects/pilot/messages/${String(state.taken.length)}` } };
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const text = await readBody(request);
    const { status, body } = request.url === '/token' ? tokenFor(text) : takePush(request, text);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const server = createServer((request, response) => void handle(request, response));
  const stop = stopper(server);
  origin = await listen(server);
  const account = {
    type: 'service_account',
    project_id: 'pilot',
    private_key_id: 'key-1',
    private_key: privateKey,
    client_email: 'cairn@pilot.example',
    token_uri: `${origin}/token`,
  };
  const env = { CAIRN_FCM_URL: origin, CAIRN_FCM_SERVICE_ACCOUNT: JSON.stringify(account) };
  const withdrawAccess = () => {
    access += 1000;
  };
  return { ...state, assertions, env, stop, withdrawAccess };
}

/** Apple's push service: HTTP/2, a bearer token signed with ES256, the headers of a silent push. */
export async function startApns(): Promise<PushStandIn> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const state = { taken: [] as TakenPush[], complaints: [] as string[], answers: new Map<string, PushAnswer[]>() };
  const judge = (headers: Record<string, string>, text: string): PushAnswer => {
    const { isSigned, header, claims } = readJwt((headers['authorization'] ?? '').replace(/^bearer /, ''), publicKey);
    const isAuthorised =
      isSigned &&
      header['alg'] === 'ES256' &&
      header['kid'] === 'ABC123DEFG' &&
      claims['iss'] === 'TEAM123456' &&
      Math.abs(Number(claims['iat']) - Date.now() / 1000) < 3600;
    if (!isAuthorised) return { status: 403, body: { reason: 'InvalidProviderToken' } };
    const token = /^\/3\/device\/([0-9a-f]+)$/.exec(headers[':path'] ?? '')?.[1];
    const body = JSON.parse(text) as { aps?: Record<string, unknown> };
    const isRight =
      headers[':method'] === 'POST' &&
      headers['apns-topic'] === 'org.example.meadow' &&
      headers['apns-push-type'] === 'background' &&
      headers['apns-priority'] === '5' &&
      /^\d+$/.test(headers['apns-expiration'] ?? '') &&
      JSON.stringify(body.aps) === '{"content-available":1}';
    if (!isRight || token === undefined) {
      state.complaints.push(`${JSON.stringify(headers)} ${text}`);
      return { status: 400, body: { reason: 'BadRequest' } };
    }
    const answer = nextAnswer(state.answers, token);
    if (!answer) state.taken.push({ token, headers, body });
    return answer ?? { status: 200, body: {} };
  };
  const handle = async (stream: ServerHttp2Stream, headers: Record<string, string>) => {
    const { status, body } = judge(headers, await readBody(stream));
    stream.respond({ ':status': status });
    stream.end(status === 200 ? '' : JSON.stringify(body));
  };
  const server = createHttp2Server();
  server.on('stream', (stream, headers) => void handle(stream, headers as Record<string, string>));
  const stop = stopper(server);
  const env = {
    CAIRN_APNS_URL: await listen(server),
    CAIRN_APNS_KEY: privateKey,
    CAIRN_APNS_KEY_ID: 'ABC123DEFG',
    CAIRN_APNS_TEAM_ID: 'TEAM123456',
    CAIRN_APNS_TOPIC: 'org.example.meadow',
  };
  return { ...state, env, stop };
}
