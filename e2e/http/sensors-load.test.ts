import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startPlatform, type TestPlatform } from '#e2e/harness/platform.ts';
import {
  fixturePasswords,
  fixturePath,
  fixtureRows,
  hasSensorFixtures,
  loadRows,
  type FixturePerson,
} from '#e2e/harness/sensor-fixtures.ts';
import { signIn } from '#lib/accounts/index.ts';
import { sensorCommands } from '#lib/commands/sensors.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { newId } from '#lib/platform/ids.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const count = async (table: 'users' | 'memberships' | 'installations' | 'observations' | 'sensor_nodes') => {
  const statements = {
    users: sql`SELECT count(*) FROM users`,
    memberships: sql`SELECT count(*) FROM memberships`,
    installations: sql`SELECT count(*) FROM installations WHERE removed_at IS NULL`,
    observations: sql`SELECT count(*) FROM observations`,
    sensor_nodes: sql`SELECT count(*) FROM sensor_nodes`,
  };
  const [row] = await platform.runtime.db.query(z.object({ count: z.coerce.number() }), statements[table]);
  return row?.count;
};

const passwordOf = async (username: string) => {
  const [row] = await platform.runtime.db.query(
    z.object({ hash: z.string().nullable() }),
    sql`SELECT password_hash AS hash FROM users WHERE username = ${username}`,
  );
  return row?.hash;
};

const enter = (email: string, password: string) =>
  signIn(platform.runtime, { email, password, remoteAddress: email, userAgent: 'tests', requestId: newId() });

const total = {
  'auth.user': 7,
  'core.node': 9,
  'core.membership': 9,
  'core.roomnodeinstallation': 3,
  'core.sample': 3855,
};

describe.runIf(hasSensorFixtures)('man-31 the fixture files', () => {
  it('come in from the one that needs the others on: what names something unknown waits', async () => {
    const first = await loadRows(platform.runtime, fixtureRows('data'));
    expect(first.waiting).toHaveLength(3855);
    expect(first.refused).toEqual([]);
    const second = await loadRows(platform.runtime, fixtureRows('inventory'));
    expect(second.kinds['core.sample']).toMatchObject({ created: 3855 });
    expect(second.waiting.map(({ model }) => model)).toEqual(Array<string>(9).fill('core.membership'));
    const third = await loadRows(platform.runtime, fixtureRows('user'));
    expect(third.waiting).toEqual([]);
    expect(third.refused).toEqual([]);
    expect(third.kinds['core.membership']).toMatchObject({ created: 9 });
    expect([await count('users'), await count('sensor_nodes'), await count('installations')]).toEqual([7, 9, 3]);
    // 964 of the 965 samples of one node have carbon dioxide alone.
    expect(await count('observations')).toBe(3855 * 3 - 2 * 964);
  });

  it('change nothing when they come again, together, by the command', async () => {
    const before = [await count('memberships'), await count('observations')];
    const [load] = sensorCommands;
    const files = [fixturePath('inventory'), fixturePath('data'), fixturePath('user')];
    const outcome = await load!.parseAndRun(() => Promise.resolve(platform.runtime), { file: files });
    expect(outcome.failed).toBeUndefined();
    const { kinds } = z
      .object({ kinds: z.record(z.string(), z.object({ created: z.number(), known: z.number() })) })
      .parse(outcome.data);
    for (const [kind, known] of Object.entries(total)) expect(kinds[kind], kind).toMatchObject({ created: 0, known });
    expect([await count('memberships'), await count('observations')]).toEqual(before);
  });

  it('man-24 let their people in by name or address, and their passwords become ours', async () => {
    expect(await passwordOf('annaAngestellte')).toMatch(/^pbkdf2_sha256\$/);
    for (const [name, password] of Object.entries(fixturePasswords) as [FixturePerson, string][]) {
      await expect(enter(name, `${password}!`), name).rejects.toMatchObject({ code: 'sign_in_failed' });
      await enter(name, password);
      expect(await passwordOf(name)).toMatch(/^\$argon2id\$/);
    }
    await enter('ANNA@angestellte.de', 'anna');
    await enter('annaangestellte', 'anna');
  });

  it('man-04 know the nodes whose EUI is written small, and refuse the same EUI in other letters', async () => {
    const row = { model: 'core.node', file: 'more', fields: { eui64: 'A81758FFFE053CAB', alias: 'Again', owner: 3 } };
    const report = await loadRows(platform.runtime, [{ ...row, pk: newId() }]);
    expect(report.refused[0]?.message).toMatch(/A81758FFFE053CAB/);
  });

  it('cost nothing when some of their rows are wrong: each is named with its reason', async () => {
    const room = { name: 'Nowhere', description: '', size_sqm: 'many', site: 1 };
    const overlap = {
      node: '3b95a1b2-74e7-9e98-52c4-4acae441f0ae',
      room: 3,
      from_timestamp_s: 1602000000,
      to_timestamp_s: 1602800000,
    };
    const rows = [
      { model: 'core.room', pk: '77', fields: room, file: 'x' },
      { model: 'core.roomnodeinstallation', pk: '78', fields: overlap, file: 'x' },
      { model: 'core.organization', pk: 'seven', fields: { name: 'Odd' }, file: 'x' },
      { model: 'core.spaceship', pk: '1', fields: {}, file: 'x' },
      { model: 'core.room', pk: '79', fields: { name: 'Somewhere', description: '', site: 1 }, file: 'x' },
    ];
    const report = await loadRows(platform.runtime, rows);
    expect(report.refused.map(({ pk }) => pk).sort()).toEqual(['1', '77', '78', 'seven']);
    expect(report.kinds['core.room']).toMatchObject({ created: 1 });
  });
});
