import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadConfig } from '#lib/platform/config/config.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { openRuntime } from '#lib/platform/runtime.ts';
import { countFoundUnits, listUnits, readTree, searchTree, type UnitListQuery } from '#lib/registry/index.ts';
import { aPerson, aTenant, contextOf } from '#e2e/harness/tenant.ts';
import { measureCopy } from './registry/measure-copy.ts';
import { printTimes, secondsOf, timesOf } from './registry/measure.ts';
import { fillUnits } from './registry/unit-dataset.ts';

/**
 * `npm run bench registry [-- --units 1000000 --others 20 --each 50000 --copied 100000]`: how long list, tree and searches take in an
 * organization beside others, on the database that DATABASE_URL names (a scratch one: it is filled), or on an embedded one
 * without it, then with 100,000 units. Then how long the copy of a version takes, beside the same rows by the database alone.
 */
const { values } = parseArgs({
  options: {
    units: { type: 'string' },
    others: { type: 'string' },
    each: { type: 'string', default: '50000' },
    requests: { type: 'string', default: '60' },
    copied: { type: 'string', default: '100000' },
  },
});

const dataDir = await mkdtemp(join(tmpdir(), 'cairn-bench-'));
const settings = { ...process.env, CAIRN_DATA_DIR: dataDir, CAIRN_LOG_LEVEL: 'warn' };
const runtime = await openRuntime({ process: 'command', config: loadConfig(settings) });
const { db } = runtime;
const isServer = db.kind === 'server';
const units = Number(values.units ?? (isServer ? 1_000_000 : 100_000));
const others = Number(values.others ?? (isServer ? 20 : 0));

try {
  await migrate(db);
  const tenant = await aTenant(db);
  const seconds = await secondsOf(async () => {
    for (let other = 0; other < others; other += 1) {
      await fillUnits(db, (await aTenant(db)).organizationId, Number(values.each));
    }
  });
  const { versionId } = await fillUnits(db, tenant.organizationId, units);
  await db.execute(sql`ANALYZE org_units`);
  print(
    `database: ${db.kind}, ${String(units)} units beside ${String(others)} organizations of ${values.each} (${seconds.toFixed(0)} s to fill)\n\n`,
  );
  print('| what | median ms | p95 ms | slowest ms |\n|---|--:|--:|--:|\n');
  await measure(versionId, tenant);
  const copied = Number(values.copied);
  const { copyS, limitS } = await measureCopy(runtime, copied);
  print('\n| what | units | seconds | times the limit |\n|---|--:|--:|--:|\n');
  print(`| copy of a version | ${String(copied)} | ${copyS.toFixed(1)} | ${(copyS / limitS).toFixed(1)} |\n`);
  print(`| limit: INSERT … SELECT of the same rows | ${String(copied)} | ${limitS.toFixed(1)} | 1 |\n`);
} finally {
  await runtime.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(version: string, tenant: Awaited<ReturnType<typeof aTenant>>): Promise<void> {
  const ctx = contextOf(db, tenant, aPerson(['registry.read']));
  const requests = Number(values.requests);
  const bare = () => db.query(z.object({ one: z.number() }), sql`SELECT 1 AS one`);
  printTimes('limit: SELECT 1', await timesOf(requests, bare));
  const idAt = async (offset: number) => {
    const [row] = await db.query(
      z.object({ id: z.string() }),
      sql`SELECT md5(${version}::text || ${offset}::text)::uuid AS id FROM org_units LIMIT 1`,
    );
    return row?.id ?? '';
  };
  const district = await idAt(11);
  const area = await idAt(300);
  const region = await idAt(3);
  const three = [{ text: 'kisanga' }, { underIds: [district] }, { status: ['NEW' as const] }];
  const searches: readonly (readonly [string, NonNullable<UnitListQuery['searches']>])[] = [
    ['list: every valid unit', [{}]],
    ['list: every status', [{ status: [] }]],
    ['list: a text that one unit in 500 has', [{ text: 'hôpital 12' }]],
    ['list: a text that every tenth has', [{ text: 'equateur' }]],
    ['list: a text that nothing has', [{ text: 'zzyzx' }]],
    ['list: two letters', [{ text: 'ki' }]],
    ['list: a reference', [{ text: `refs:ref-${String(units - 5)}` }]],
    ['list: under a region', [{ underIds: [region] }]],
    ['list: under an area', [{ underIds: [area] }]],
    ['list: three searches at once', three],
  ];
  for (const [what, chosen] of searches) {
    printTimes(what, await timesOf(requests, () => listUnits(ctx, { version, searches: chosen })));
  }
  let cursor: string | null = null;
  const onward = async () => {
    const page = await listUnits(ctx, { version, cursor });
    cursor = page.next;
  };
  printTimes('list: page after page', await timesOf(requests, onward));
  printTimes(
    'list: last changed first',
    await timesOf(requests, () => listUnits(ctx, { version, sort: 'updatedAt', order: 'desc' })),
  );
  printTimes(
    'counts of three searches, as the page waits for them',
    await timesOf(requests, () => countFoundUnits(ctx, { version, searches: three }, { isQuick: true })),
  );
  printTimes(
    'counts of three searches, to the end',
    await timesOf(requests, () => countFoundUnits(ctx, { version, searches: three })),
  );
  printTimes('tree: the top', await timesOf(requests, () => readTree(ctx, { version })));
  printTimes('tree: children of an area', await timesOf(requests, () => readTree(ctx, { version, parentId: area })));
  printTimes(
    'tree: search with what stands above',
    await timesOf(requests, () => searchTree(ctx, { version, text: 'mbandaka poste 4' })),
  );
}

function print(text: string): void {
  process.stdout.write(text);
}
