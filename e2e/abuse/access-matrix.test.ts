import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInRoles, type BuiltInRoleKey } from '#lib/accounts/index.ts';
import { verbs, type Verb } from '#lib/platform/auth/verbs.ts';
import { createStaApp } from '#lib/protocols/sta/app.ts';
import { findRoutes, type DeclaredRoute } from '#lib/protocols/cairn/openapi/find-routes.ts';
import { accessMatrix } from './access-matrix.ts';
import type { Access } from './access.ts';
import { callRoute, undone } from './call-route.ts';
import { staAccess, staVerbs } from './sta-access.ts';
import { marker, openAbuseWorld, type AbuseCaller, type AbuseWorld, type Things } from './world.ts';

let world: AbuseWorld;
let matrix: Readonly<Record<string, Access>>;
const routes = await findRoutes(resolve(import.meta.dirname, '../..'));

beforeAll(async () => {
  world = await openAbuseWorld();
  matrix = accessMatrix(world.things);
});

afterAll(() => world.accounts.close());

const known = new Set(Object.keys(accessMatrix({} as Things)));
const nameOf = ({ method, path }: DeclaredRoute) => `${method} ${path}`;

const knownRoutes = routes.map((route) => [nameOf(route), route] as const).filter(([name]) => known.has(name));

describe('platform: who may call what', () => {
  it('platform: the matrix knows every route, and no other', () => {
    expect(Object.keys(matrix).sort()).toEqual(routes.map(nameOf).sort());
  });

  describe.each(knownRoutes)('%s', (name, route) => {
    it('platform: nobody without sign-in gets past a guarded route', async () => {
      const access = matrix[name]!;
      expect(await statusFor(route, access, world.nobody)).toBe(access.who === 'public' ? (access.ok ?? 200) : 401);
    });

    it('platform: each role gets exactly what its verbs allow', async () => {
      const access = matrix[name]!;
      for (const role of Object.keys(world.roles) as BuiltInRoleKey[]) {
        const status = await statusFor(route, access, world.roles[role]);
        expect(expectedForRole(access, role), `${role} got ${status}`).toContain(status);
      }
    });

    it('platform: a token gets what its scopes allow, however mighty its maker', async () => {
      const access = matrix[name]!;
      if (!isVerb(access.who)) return;
      const without = await statusFor(route, access, world.tokenWithout(access.who));
      expect(refusals(access)).toContain(without);
      const withIt = await statusFor(route, access, world.tokenWith(access.who));
      // Some acts are for people only; then even the right scope is not enough, but never a fault.
      expect([access.ok ?? 200, 403, 404]).toContain(withIt);
    });

    it('platform: the owner of another organization meets nothing of ours', async () => {
      const access = matrix[name]!;
      const { status, text } = await call(route, access, world.stranger);
      expect(status, text).toBe(access.stranger ?? expectedForStranger(access));
      expect(text).not.toContain(marker);
      expect(text).not.toContain(world.things.organizationId);
    });

    it('platform: another site cannot use the cookie of a person who is signed in', async () => {
      const access = matrix[name]!;
      if (route.method === 'GET' || access.who === 'public') return;
      const cookie = world.roles.owner.headers.get('cookie')!;
      const forged: readonly Record<string, string>[] = [
        { cookie },
        { cookie, 'x-cairn-request': '1', origin: 'https://elsewhere.example', host: 'localhost' },
        { cookie, 'x-cairn-request': '1', 'sec-fetch-site': 'cross-site' },
        { cookie, 'x-cairn-request': '1', 'sec-fetch-site': 'same-site' },
      ];
      for (const headers of forged) {
        const { status, text } = await call(route, access, { name: 'forged', headers: new Headers(headers) });
        expect(status).toBe(403);
        expect(text).toContain('"csrf_refused"');
      }
    });
  });

  it('platform: an administrator of the installation creates organizations, but holds no verbs by that alone', async () => {
    const create = routes.find((route) => nameOf(route) === 'POST /api/cairn/v1/organizations')!;
    expect(await statusFor(create, matrix[nameOf(create)]!, world.administrator)).toBe(201);
    const log = routes.find((route) => nameOf(route) === 'GET /api/cairn/v1/installation/audit')!;
    expect(await statusFor(log, matrix[nameOf(log)]!, world.administrator)).toBe(200);
    const configure = routes.find((route) => nameOf(route) === 'POST /api/cairn/v1/configurations')!;
    expect(await statusFor(configure, matrix[nameOf(configure)]!, world.administrator)).toBe(403);
  });
});

describe('man-33 who may call what of SensorThings', () => {
  it.each(Object.entries(staAccess))('man-33 %s', async (name, { needs, orOne = [], body, ok }) => {
    const app = createStaApp(world.accounts.runtime);
    const statusFor = ({ headers }: AbuseCaller) =>
      undone(world.accounts.runtime.db, async () => {
        const at = name.indexOf(' ');
        const sent = new Headers(headers);
        sent.set('content-type', 'application/json');
        const init = { method: name.slice(0, at), headers: sent };
        const address = `http://localhost/sta/v1.1/${encodeURI(name.slice(at + 1))}`;
        return (await app.fetch(new Request(address, { ...init, ...(body ? { body: JSON.stringify(body) } : {}) })))
          .status;
      });
    for (const caller of [world.nobody, world.stranger, ...Object.values(world.roles)]) {
      expect(await statusFor(caller), `${caller.name}: a session of the pages is not enough`).toBe(401);
    }
    expect(await statusFor(world.tokenWithout('users.manage')), 'every verb that counts').toBe(ok);
    for (const verb of staVerbs) {
      const isEnough = orOne.includes(verb) || needs.every((need) => need === verb);
      expect(await statusFor(world.tokenWith(verb)), `${verb} alone`).toBe(isEnough ? ok : 403);
    }
    for (const verb of needs) {
      expect(await statusFor(world.tokenWithout(verb)), `all but ${verb}`).toBe(orOne.length > 0 ? ok : 403);
    }
  });

  it('man-33 nobody reads what an organization has not opened, nor changes what it has', async () => {
    const { runtime } = world.accounts;
    const app = createStaApp(runtime);
    const { organizationId: id } = world.things;
    const { legacyId } = await runtime.db.prisma.organization.findUniqueOrThrow({ where: { id } });
    const ask = (method: string, number = String(legacyId)) =>
      app.fetch(new Request(`http://localhost/sta/public/${number}/v1.1/Things`, { method }));
    expect((await ask('GET')).status).toBe(404);
    await undone(runtime.db, async () => {
      await runtime.db.prisma.sensorSettings.create({ data: { organizationId: id, isOpen: true } });
      const answer = await ask('GET');
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toContain(marker);
      for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) expect((await ask(method)).status, method).toBe(405);
      expect((await ask('GET', '999999999')).status).toBe(404);
    });
  });
});

function isVerb(who: Access['who']): who is Verb {
  return (verbs as readonly string[]).includes(who);
}

function refusals({ refused = 403 }: Access): readonly number[] {
  return typeof refused === 'number' ? [refused] : refused;
}

function expectedForRole(access: Access, role: BuiltInRoleKey): readonly number[] {
  const { who, ok = 200 } = access;
  if (who === 'administrator') return refusals(access);
  if (!isVerb(who)) return [ok];
  return builtInRoles[role].verbs.includes(who) ? [ok] : refusals(access);
}

function expectedForStranger(access: Access): number {
  const {
    organizationId: _organizationId,
    noId: _noId,
    analystRoleId: _analystRoleId,
    typeId: _typeId,
    registry,
    alerts,
    ...ours
  } = world.things;
  const sent = JSON.stringify([access.params, access.query, access.body]);
  const { analystRoleId, organizationId } = world.things;
  const named: readonly string[] = [
    ...Object.values(ours),
    ...Object.values({ ...registry }),
    ...Object.values({ ...alerts }),
    analystRoleId,
    organizationId,
  ];
  const namesOurs = named.some((id) => sent.includes(id));
  return namesOurs ? 404 : (access.ok ?? 200);
}

async function statusFor(route: DeclaredRoute, access: Access, caller: AbuseCaller): Promise<number> {
  return (await call(route, access, caller)).status;
}

const call = (route: DeclaredRoute, access: Access, { headers }: AbuseCaller) =>
  callRoute(world.accounts.runtime.db, { route, access, headers });
