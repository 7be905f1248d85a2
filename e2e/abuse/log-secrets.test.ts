import { gzipSync } from 'node:zlib';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createToken, signIn } from '#lib/accounts/index.ts';
import { startFrontDoor, type FrontDoor } from '#lib/gateway/front-door.ts';
import { processUntilEmpty } from '#lib/passive/index.ts';
import { newId } from '#lib/platform/ids.ts';
import { createLogger } from '#lib/platform/log/log.ts';
import { setRuntime, type Runtime } from '#lib/platform/runtime.ts';
import { findRoutes } from '#lib/protocols/cairn/openapi/find-routes.ts';
import { headersOfToken, testPassword } from '../harness/accounts.ts';
import { openAbuseWorld, type AbuseWorld } from './world.ts';

/** Things that may be nowhere in the log, however verbose it is. */
const position = '17.4711';
const bodyText = 'what only the participant knows';
const wrongPassword = 'a password mistyped by its owner';
const wrongToken = `cairn_${'q'.repeat(40)}`;

let world: AbuseWorld;
let runtime: Runtime;
let door: FrontDoor;
let log = '';

beforeAll(async () => {
  world = await openAbuseWorld();
  const destination = { write: (line: string) => void (log += line) };
  const verbose = createLogger({ process: 'tests', level: 'trace', destination });
  const quiet = world.accounts.runtime;
  runtime = {
    ...quiet,
    log: verbose,
    context: (options) => ({ ...quiet.context(options), log: verbose.child({ requestId: options.requestId }) }),
  };
  setRuntime(runtime);
  door = await startFrontDoor({ runtime, port: 0, host: '127.0.0.1' });
});

afterAll(async () => {
  await door.close();
  await world.accounts.close();
});

it('platform: tokens, passwords, positions and bodies are not in the log, whatever goes wrong', async () => {
  const token = await makeToken();
  await sendBundles(token);
  await signInWrongly();
  await callEveryRoute(token);
  await processUntilEmpty(runtime);
  await useBrokenDatabase(token);
  expect(log.split('\n').length).toBeGreaterThan(10);
  const secrets = { position, bodyText, wrongPassword, wrongToken, token, testPassword, secret: runtime.config.secret };
  for (const [name, secret] of Object.entries(secrets)) expect(log.includes(secret), `${name} in the log`).toBe(false);
});

it('platform: what is logged by mistake is kept out by name', () => {
  const before = log.length;
  runtime.log.error(
    { token: wrongToken, request: { authorization: `Bearer ${wrongToken}`, latitude: position } },
    'careless',
  );
  expect(log.slice(before)).toContain('careless');
  expect(log.slice(before)).not.toContain(wrongToken);
  expect(log.slice(before)).not.toContain(position);
});

async function makeToken(): Promise<string> {
  const { email } = await world.accounts.runtime.db.prisma.user.findFirstOrThrow({
    where: { email: { startsWith: 'owner-' } },
  });
  const organization = await world.accounts.runtime.db.prisma.organization.findUniqueOrThrow({
    where: { id: world.things.organizationId },
  });
  const ctx = await world.accounts.as({ userId: '' as never, email, organization: organization as never });
  const scopes = ['intake.send' as const, 'sources.read' as const];
  return (await createToken(ctx, { name: 'logged?', scopes, studyId: null, lifeDays: 1 })).token;
}

/** A database that names rows and parameters in its errors, as PostgreSQL does. */
async function useBrokenDatabase(token: string): Promise<void> {
  const fail = () => {
    const where = `COPY data_points, line 1, column properties: "${bodyText}"`;
    return Promise.reject(Object.assign(new Error('the row does not fit'), { code: 'XX000', detail: position, where }));
  };
  const broken: Runtime = { ...runtime, db: { ...runtime.db, query: fail, execute: fail, transaction: fail } };
  const brokenDoor = await startFrontDoor({ runtime: broken, port: 0, host: '127.0.0.1' });
  setRuntime(broken);
  await sendBundles(token, brokenDoor.url);
  await callEveryRoute(token, 500);
  setRuntime(runtime);
  await brokenDoor.close();
}

/** Good ones, bad ones and broken ones, through every way in. */
async function sendBundles(token: string, doorUrl = door.url): Promise<void> {
  const url = `${doorUrl}/studies/${world.things.studyKey}/data/add-bundle.json`;
  const point = (timestamp: unknown) => ({
    note: bodyText,
    latitude: Number(position),
    longitude: 3.25,
    'passive-data-metadata': {
      source: 'P-1',
      generator: 'pdk-location: A/1',
      'generator-id': 'pdk-location',
      timestamp,
    },
  });
  const points = JSON.stringify([point(1_760_000_000), point('no time'), point(1_760_000_000_000_000)]);
  const post = (fields: Record<string, string>) => fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
  await post({ payload: points });
  await post({ payload: `${points.slice(0, -9)} ${bodyText}` });
  await post({ payload: gzipSync(points).subarray(0, 60).toString('base64'), compression: 'gzip' });
  await post({ payload: points, compression: bodyText });
  await post({ payload: gzipSync(points).toString('base64'), encrypted: 'true', nonce: 'bm90IGEgbm9uY2U=' });
  const put = (bearer: string, body: Buffer<ArrayBuffer>) =>
    fetch(url, {
      method: 'PUT',
      headers: { authorization: `Bearer ${bearer}`, 'content-encoding': 'gzip', 'content-type': 'application/json' },
      body,
    });
  await put(token, gzipSync(points));
  await put(token, Buffer.from(bodyText));
  await put(wrongToken, gzipSync(points));
}

async function signInWrongly(): Promise<void> {
  const attempt = {
    email: 'nobody@example.org',
    password: wrongPassword,
    remoteAddress: 'x',
    userAgent: 'x',
    requestId: newId(),
  };
  await expect(signIn(runtime, attempt)).rejects.toThrow();
}

/** With a token that is right and one that is wrong, and a body that no route expects. */
async function callEveryRoute(token: string, worst = 499): Promise<void> {
  for (const { handler, method, path } of await findRoutes(resolve(import.meta.dirname, '../..'))) {
    for (const headers of [headersOfToken(token), headersOfToken(wrongToken)]) {
      headers.set('content-type', 'application/json');
      const body = JSON.stringify({ password: wrongPassword, note: bodyText, latitude: Number(position) });
      const request = new Request(`http://localhost${path}?note=${encodeURIComponent(bodyText)}`, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body }),
      });
      const answer = await handler(request, { params: Promise.resolve({ id: newId() }) });
      expect(answer.status, `${method} ${path}`).toBeLessThanOrEqual(worst);
    }
  }
}
