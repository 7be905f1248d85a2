import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type TestPlatform } from '../harness/platform.ts';
import { aTenant } from '../harness/tenant.ts';

let platform: TestPlatform;
let studyKey: string;

beforeAll(async () => {
  if (!existsSync(join(import.meta.dirname, '../../.next/BUILD_ID')))
    throw new Error('build the pages first: npm run build');
  platform = await startPlatform({ next: true });
  ({ studyKey } = await aTenant(platform.runtime.db));
});

afterAll(() => platform.stop());

const doors: readonly (readonly [method: string, path: string])[] = [
  ['POST', '/studies/KEY/data/add-bundle.json'],
  ['PUT', '/studies/KEY/data/add-bundle.json'],
  ['OPTIONS', '/studies/KEY/data/add-bundle.json'],
  ['POST', '/studies/KEY/data/add-point.json'],
  ['GET', '/studies/KEY/data/app-config.json'],
  ['PUT', '/studies/KEY/v3/data/bundle'],
  ['GET', '/studies/KEY/data/nothing-here'],
  ['POST', '/studies/no-such-study/data/add-bundle.json'],
  ['POST', '/data/add-bundle.json'],
  ['GET', '/api/orgunits/'],
  ['POST', '/api/token/'],
  ['GET', '/health'],
  ['GET', '/metrics'],
];

describe('platform: headers of every answer', () => {
  it.each(doors)('platform: %s %s is never guessed at, framed or run', async (method, path) => {
    const answer = await fetch(platform.url + path.replace('KEY', studyKey), { method });
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/);
  });

  it.each(['/sign-in', '/api/docs', '/no/such/page'])('platform: the page %s runs our scripts only', async (path) => {
    const load = () => fetch(platform.url + path, { headers: { accept: 'text/html' }, redirect: 'manual' });
    const answer = await load();
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src [^;]*'nonce-[A-Za-z0-9+/=]{16,}'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src [^;]*'unsafe-inline'/);
    expect((await load()).headers.get('content-security-policy')).not.toBe(policy);
    expectPageHeaders(answer);
  });

  it.each(['/api/cairn/v1/sources', '/api/docs/openapi.json', '/api/cairn/v1/no-such-thing'])(
    'platform: %s is no page',
    async (path) => {
      expectPageHeaders(await fetch(platform.url + path));
    },
  );

  it('platform: refusals of our own API are problem details that nobody keeps', async () => {
    const answer = await fetch(`${platform.url}/api/cairn/v1/sources`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

function expectPageHeaders({ headers }: Response): void {
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('x-powered-by')).toBeNull();
}
