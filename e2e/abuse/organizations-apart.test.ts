import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Organization } from '#lib/accounts/index.ts';
import { exportOrderSchema, orderExport } from '#lib/exports/index.ts';
import type { StudyId } from '#lib/platform/ids.ts';
import { flushAccessRecords } from '#lib/platform/audit/record-access.ts';
import { identifier, joinSql, rawSql, sql } from '#lib/platform/db/sql.ts';
import { setRuntime } from '#lib/platform/runtime.ts';
import { findRoutes } from '#lib/protocols/cairn/openapi/find-routes.ts';
import { openTestAccounts, type TestAccounts, type TestPerson } from '../harness/accounts.ts';
import { readResult } from '../harness/archive.ts';
import { runTasks } from '../harness/tasks.ts';
import { accessMatrix } from './access-matrix.ts';
import { callRoute } from './call-route.ts';
import { makeThings, sessionCaller, type Things } from './world.ts';

// Two organizations that call everything alike: what one does shows, and changes, nothing of the other.

interface Side {
  readonly organization: Organization;
  readonly owner: TestPerson;
  readonly headers: Headers;
  readonly things: Things;
  /** In everything its devices sent. */
  readonly content: string;
  /** Every id and hash that a row of the organization has to itself. */
  secrets: readonly string[];
}

let accounts: TestAccounts;
let alder: Side;
let birch: Side;
let tenantTables: readonly string[];
const routes = await findRoutes(resolve(import.meta.dirname, '../..'));

beforeAll(async () => {
  accounts = await openTestAccounts();
  setRuntime(accounts.runtime);
  tenantTables = await listTenantTables();
  alder = await aSide('alder');
  birch = await aSide('birch');
  for (const side of [alder, birch]) side.secrets = await secretsOf(side);
});
afterAll(() => accounts.close());

const names = z.object({ name: z.string() });

async function listTenantTables(): Promise<string[]> {
  const rows = await accounts.runtime.db.query(
    names,
    sql`SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id'
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

async function aSide(content: string): Promise<Side> {
  const organization = await accounts.anOrganization(content);
  const owner = await accounts.aUser(organization, 'owner');
  const member = await accounts.aUser(organization, 'manager');
  const words = { name: 'Ward', content, studyKey: `${content}-study` };
  const things = await makeThings(accounts, organization, { owner, member, words });
  const { headers } = await sessionCaller(accounts, content, owner.email);
  return { organization, owner, headers, things, content, secrets: [] };
}

/** What stands in the rows of one organization and in no row of the other: ids, hashes, tokens. */
async function secretsOf({ organization, things }: Side): Promise<string[]> {
  const found = new Set<string>();
  for (const table of tenantTables) {
    const rows = await accounts.runtime.db.query(
      z.object({ row: z.string() }),
      sql`SELECT to_jsonb(t)::text AS row FROM ${identifier(table)} t WHERE organization_id = ${organization.id}`,
    );
    for (const { row } of rows)
      for (const [id] of row.matchAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g)) found.add(id);
  }
  return [...found].filter((id) => id !== things.noId);
}

/** A fingerprint of all rows of an organization, table by table. */
async function fingerprint({ organization: { id } }: Side): Promise<Readonly<Record<string, string>>> {
  const parts = tenantTables.map(
    (
      table,
    ) => sql`SELECT ${table} AS name, count(*) || ' ' || md5(coalesce(string_agg(t::text, ',' ORDER BY t::text), '')) AS print
      FROM ${identifier(table)} t WHERE organization_id = ${id}`,
  );
  const rows = await accounts.runtime.db.query(names.extend({ print: z.string() }), joinSql(parts, ' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

const both = [
  ['alder', 'birch', () => [alder, birch] as const],
  ['birch', 'alder', () => [birch, alder] as const],
] as const;

const nameOf = ({ method, path }: (typeof routes)[number]) => `${method} ${path}`;
const known = new Set(Object.keys(accessMatrix({} as Things)));
const named = routes.map((route) => [nameOf(route), route] as const).filter(([name]) => known.has(name));

describe('reg-01 two organizations that call everything alike', () => {
  it('reg-01 have rows in the tables that hold what devices send and people do', async () => {
    const rows = await fingerprint(birch);
    const filled = tenantTables.filter((table) => !rows[table]?.startsWith('0 '));
    expect(filled).toEqual(
      expect.arrayContaining(['bundles', 'data_points', 'quarantined_points', 'sources', 'source_groups', 'tasks']),
    );
    expect(birch.secrets.filter((id) => alder.secrets.includes(id))).toEqual([]);
    expect(birch.secrets.length).toBeGreaterThan(20);
  });

  describe.each(named)('%s', (name, route) => {
    it.each(both)('reg-01 asked by the owner of %s shows and changes nothing of %s', async (_one, _other, sides) => {
      const [mine, other] = sides();
      // What the other read in a test before is noted within half a second, and is no doing of this call.
      await flushAccessRecords(accounts.runtime);
      const before = await fingerprint(other);
      // With one's own things in the request, and then with those of the other.
      for (const things of [mine.things, other.things]) {
        const access = accessMatrix(things)[name]!;
        const sent = JSON.stringify([access.params, access.query, access.body]);
        const { text } = await callRoute(accounts.runtime.db, {
          route,
          access,
          headers: mine.headers,
          look: async () => {
            expect(await fingerprint(other)).toEqual(before);
          },
        });
        expect(text).not.toContain(other.content);
        // What a request names, its answer may name again.
        const shown = other.secrets.filter((secret) => text.includes(secret) && !sent.includes(secret));
        expect(shown).toEqual([]);
      }
    });
  });

  it.each(both)('reg-01 an export of everything %s has holds nothing of %s', async (_one, _other, sides) => {
    const [mine, other] = sides();
    const ctx = await accounts.as(mine.owner);
    const order = exportOrderSchema.parse({ formats: ['tables', 'raw'] });
    const { taskIds } = await orderExport(ctx, { studyId: mine.things.studyId as StudyId, order });
    await runTasks(accounts.runtime);
    for (const taskId of taskIds) {
      const text = [...(await readResult(ctx, taskId))].flat().join('\n');
      expect(text).toContain(mine.content);
      expect(text).not.toContain(other.content);
      expect(other.secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });
});

/** Keys that are the installation's own, each with its reason. */
const withoutOrganization = new Set([
  // One person may belong to several organizations.
  'memberships_user_id_fkey',
  // A token is found before anybody knows whose it is.
  'api_tokens_sha256_unique',
  // So is the link of a mailed archive.
  'export_deliveries_link_unique',
  // A key stands in addresses, and one study of the installation answers at /data/.
  'studies_key_unique',
  'studies_one_default_intake',
  // Some events belong to no organization.
  'audit_events_pkey',
  // An address is its writer's until a site has it.
  'addresses_pkey',
  // Addresses of the sensor clients' protocol name things by integers alone, whosever they are.
  'addresses_legacy_id_unique',
  'installations_legacy_id_unique',
  'memberships_legacy_id_unique',
  'sensor_rooms_legacy_id_unique',
  'sensor_sites_legacy_id_unique',
  // The catalogue of models and protocols is the installation's.
  'sensor_nodes_model_id_fkey',
  'sensor_nodes_protocol_id_fkey',
]);

it('reg-01 every unique and foreign key of a table with an organization includes it', async () => {
  const keys = await accounts.runtime.db.query(
    names,
    rawSql(`WITH tenant AS (
        SELECT a.attrelid, a.attnum FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        WHERE a.attname = 'organization_id' AND c.relkind IN ('r', 'p') AND NOT c.relispartition
          AND c.relnamespace = 'public'::regnamespace)
      SELECT c.conname AS name FROM pg_constraint c JOIN tenant t ON t.attrelid = c.conrelid
        WHERE c.contype = 'f' AND NOT t.attnum = ANY (c.conkey)
      UNION SELECT i.indexrelid::regclass::text FROM pg_index i JOIN tenant t ON t.attrelid = i.indrelid
        WHERE i.indisunique AND NOT t.attnum = ANY (i.indkey::int2[])`),
  );
  expect(new Set(keys.map(({ name }) => name))).toEqual(withoutOrganization);
});
