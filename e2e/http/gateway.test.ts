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

  it('takes the whole address in the request line, as proxies may send it', async () => {
    const connection = connectTo(platform.url);
    await connection.write(`GET ${intake}/app-config.json HTTP/1.1\r\nHost: field.example\r\n\r\n`);
    expect((await connection.nextAnswer())?.status).toBe(200);
  });

  it('takes HTTP/1.0 without a Host', async () => {
    const connection = connectTo(platform.url);
    await connection.write(`GET /studies/${tenant.studyKey}/data/app-config.json HTTP/1.0\r\n\r\n`);
    expect((await connection.nextAnswer())?.status).toBe(200);
  });
});

describe('platform: slow and idle connections', () => {
  it('are ended; nothing is answered that a phone could take for a receipt', async () => {
    const { runtime } = platform;
    const limits = { headersMs: 300, requestMs: 600, idleMs: 1500, checkEveryMs: 50 };
    const door = await startFrontDoor({ runtime, port: 0, host: '127.0.0.1', limits });
    const path = `/studies/${tenant.studyKey}/data/add-bundle.json`;
    const openings = [
      'GET / HTTP/1.1\r\nHos',
      'CREATE / HTTP',
      `CREATE ${path} HTTP/1.1\r\nHost: f\r\nContent-Len`,
      `CREATE ${path} HTTP/1.1\r\nHost: f\r\nContent-Length: 10\r\n\r\n[`,
      `POST ${path} HTTP/1.1\r\nHost: f\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n[`,
      '',
    ];
    for (const opening of openings) {
      const connection = connectTo(door.url);
      if (opening !== '') await connection.write(opening);
      expect(await connection.nextAnswer(), opening).toBeNull();
    }
    await door.close();
  });
});

describe('platform: proxies of ours', () => {
  it('are believed as many as there are, and nobody else', async () => {
    const behind = await startPlatform({ env: { CAIRN_TRUSTED_PROXIES: '1', CAIRN_INTAKE_PER_MINUTE: '1' } });
    const { studyKey } = await aTenant(behind.runtime.db);
    const send = async (forwarded: string) => {
      const body = new URLSearchParams({ payload: `["${forwarded}"]` });
      const headers = { 'x-forwarded-for': forwarded, 'x-cairn-remote-address': '9.9.9.9' };
      const answer = await fetch(`${behind.url}/studies/${studyKey}/data/add-bundle.json`, {
        method: 'POST',
        body,
        headers,
      });
      return answer.status;
    };
    // What a client writes before the proxy's own entry counts for nothing. The minute may turn once on the way.
    const statuses = [
      await send('1.1.1.1'),
      await send('2.2.2.2'),
      await send('3.3.3.3, 1.1.1.1'),
      await send('4, 1.1.1.1'),
    ];
    await behind.stop();
    expect(statuses.slice(0, 2)).toEqual([201, 201]);
    expect(statuses.slice(2)).toContain(429);
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
