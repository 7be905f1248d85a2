import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startFrontDoor } from '#lib/gateway/front-door.ts';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import { RawConnection } from '#e2e/harness/raw-connection.ts';
import { aTenant, type Tenant } from '#e2e/harness/tenant.ts';

let platform: TestPlatform;
let tenant: Tenant;
let intake: string;
const open: RawConnection[] = [];

beforeAll(async () => {
  platform = await startPlatform();
  tenant = await aTenant(platform.runtime.db);
  intake = `${platform.url}/studies/${tenant.studyKey}/data`;
});
afterEach(() => {
  for (const connection of open.splice(0)) connection.end();
});
afterAll(() => platform.stop());

function connectTo(url: string): RawConnection {
  const connection = new RawConnection(url);
  open.push(connection);
  return connection;
}

describe('platform: the front door', () => {
  it('gives every answer a request id, and keeps the one a proxy gave', async () => {
    const first = await fetch(`${intake}/app-config.json`);
    expect(first.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const given = await fetch(`${platform.url}/nothing`, { headers: { 'x-request-id': 'proxy-1234567' } });
    expect(given.headers.get('x-request-id')).toBe('proxy-1234567');
    const useless = await fetch(`${platform.url}/nothing`, { headers: { 'x-request-id': '<script>' } });
    expect(useless.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('sets security headers on what is not a page', async () => {
    const { headers } = await fetch(`${intake}/app-config.json`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('serves device addresses with and without a trailing slash, and never redirects', async () => {
    for (const path of ['/app-config.json', '/app-config.json/']) {
      const answer = await fetch(`${intake}${path}?id=x`, { redirect: 'manual' });
      expect(answer.status, path).toBe(200);
    }
    for (const path of ['/add-bundle.json', '/add-bundle.json/', '/add-point.json/']) {
      const body = new URLSearchParams({ payload: '{"passive-data-metadata":{}}' });
      const answer = await fetch(intake + path, { method: 'POST', body, redirect: 'manual' });
      expect(answer.status, path).toBe(201);
    }
  });

  it('answers a Host or a path that is no URL clearly', async () => {
    const connection = connectTo(platform.url);
    await connection.write('GET /data/app-config.json HTTP/1.1\r\nHost: a b c\r\n\r\n');
    const answer = await connection.nextAnswer();
    expect(answer?.status).toBe(400);
    expect(answer?.headers['content-type']).toBe('application/json');
  });

  it('takes HTTP/1.0 without a Host', async () => {
    const connection = connectTo(platform.url);
    await connection.write(`GET /studies/${tenant.studyKey}/data/app-config.json HTTP/1.0\r\n\r\n`);
    expect((await connection.nextAnswer())?.status).toBe(200);
  });
});

describe('platform: closing the front door', () => {
  it('lets a running upload finish, takes no new connection, and ends idle ones', async () => {
    const { runtime } = platform;
    const door = await startFrontDoor({ runtime, port: 0, host: '127.0.0.1' });
    const idle = connectTo(door.url);
    await idle.write('GET /nothing HTTP/1.1\r\nHost: f\r\n\r\n');
    await idle.nextAnswer();
    const body = '[{"n":"closing"}]';
    const path = `/studies/${tenant.studyKey}/data/add-bundle.json`;
    const running = [connectTo(door.url), connectTo(door.url)] as const;
    await running[0].write(
      `POST ${path} HTTP/1.1\r\nHost: f\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
    );
    await running[1].write(`CREATE ${path} HTTP/1.1\r\nHost: f\r\nContent-Length: ${body.length}\r\n\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = door.close();
    await idle.whenClosed();
    await expect(fetch(door.url)).rejects.toThrow();
    for (const connection of running) {
      await connection.write(body);
      const answer = await connection.nextAnswer();
      expect(answer?.status).toBe(201);
      expect(answer?.headers['connection']).toBe('close');
      await connection.whenClosed();
    }
    await closed;
  });
});
