import { z } from 'zod';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { copyIn } from '#lib/platform/db/copy-in.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { MonthPartitions } from '#lib/platform/db/month-partitions.ts';
import { sql } from '#lib/platform/db/sql.ts';
import type { OrganizationId, StudyId } from '#lib/platform/ids.ts';
import { createNode, createRoom, createSite, installNode, listQuantities } from '#lib/sensors/index.ts';
import { aTenant, contextOf, type Tenant } from '#e2e/harness/tenant.ts';

interface FillOrder {
  readonly nodes: number;
  readonly year: number;
  readonly config: Pick<Config, 'secret'>;
}

export interface FilledSensors {
  readonly tenant: Tenant;
  readonly nodeIds: readonly string[];
  readonly roomIds: readonly string[];
  /** Values stored. */
  readonly observations: number;
}

const stepS = 600;
/** A day travels in one COPY: values of one node lie between those of all others, as when they come in. */
const stepsPerCopy = 144;

/** What an earlier run has left in this database; null: nothing. */
export async function findSensors(db: Database): Promise<FilledSensors | null> {
  const installed = await db.query(
    z.object({ organizationId: z.string(), nodeId: z.string(), roomId: z.string() }),
    sql`SELECT organization_id AS "organizationId", source_id AS "nodeId", unit_id AS "roomId" FROM installations ORDER BY id`,
  );
  const [first] = installed;
  if (!first) return null;
  const { organizationId, id, key } = await db.prisma.study.findFirstOrThrow({
    where: { organizationId: first.organizationId },
  });
  const [count] = await db.query(
    z.object({ observations: z.coerce.number() }),
    sql`SELECT count(*) AS observations FROM observations`,
  );
  return {
    tenant: { organizationId: organizationId as OrganizationId, studyId: id as StudyId, studyKey: key },
    nodeIds: installed.map(({ nodeId }) => nodeId),
    roomIds: installed.map(({ roomId }) => roomId),
    observations: count?.observations ?? 0,
  };
}

/** A year of nodes, each alone in a room of one site, with three quantities every ten minutes. */
export async function fillSensors(db: Database, { nodes, year, config }: FillOrder): Promise<FilledSensors> {
  const tenant = await aTenant(db);
  const ctx = contextOf(db, tenant, { kind: 'system', label: 'bench' });
  const site = await createSite(ctx, { name: 'Bench', timeZone: 'Europe/Berlin' }, { config });
  const fromAt = new Date(Date.UTC(year, 0, 1));
  const nodeIds: string[] = [];
  const roomIds: string[] = [];
  for (let index = 0; index < nodes; index += 1) {
    const name = `Room ${String(index)}`;
    const { id: roomId } = await createRoom(ctx, { siteId: site.id, name }, { config });
    const eui64 = index.toString(16).padStart(16, '0');
    const nodeId = await createNode(ctx, { eui64, alias: `Node ${String(index)}` }, { config });
    await installNode(ctx, { nodeId, roomId, fromAt });
    nodeIds.push(nodeId);
    roomIds.push(roomId);
  }
  const toAt = new Date(Date.UTC(year + 1, 0, 1));
  const months = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(year, month, 1)));
  await new MonthPartitions(ctx.db, ctx.log, { table: 'observations', column: 'observed_at' }).prepare(
    months,
    new Date(),
  );
  const quantities = await quantityIds(ctx);
  const span = { fromS: fromAt.getTime() / 1000, steps: (toAt.getTime() - fromAt.getTime()) / 1000 / stepS };
  for (let step = 0; step < span.steps; step += stepsPerCopy) {
    const steps = { from: step, to: Math.min(step + stepsPerCopy, span.steps) };
    if (ctx.db.kind === 'server') await copySteps(ctx, { nodeIds, quantities, fromS: span.fromS, steps });
    else await insertSteps(ctx, { nodeIds, quantities, fromS: span.fromS, steps });
  }
  await ctx.db.execute(sql`UPDATE sources SET last_created_at = ${toAt}, last_recorded_at = ${toAt}
    WHERE organization_id = ${ctx.organizationId}`);
  // As the server does by itself when so much has come in.
  await ctx.db.execute(sql`VACUUM (ANALYZE) observations`);
  return { tenant, nodeIds, roomIds, observations: nodeIds.length * span.steps * quantities.length };
}

interface SomeSteps {
  readonly nodeIds: readonly string[];
  readonly quantities: readonly number[];
  /** Unix seconds of step 0. */
  readonly fromS: number;
  readonly steps: { readonly from: number; readonly to: number };
}

async function quantityIds({ db }: Context): Promise<number[]> {
  const { rows } = await listQuantities(db, { sort: [], page: { kind: 'all' } });
  return ['co2', 'temperature', 'humidity'].map((key) => rows.find(({ row }) => row.key === key)?.row.id ?? 0);
}

/** Carbon dioxide of a working day, a temperature and a humidity: all of the step alone, so that runs are alike. */
function valueAt(quantity: number, step: number): number {
  const hour = (step / 6) % 24;
  if (quantity === 0) return Math.round(450 + 1400 * Math.exp(-((hour - 12) ** 2) / 8) + (step % 37));
  return quantity === 1 ? 19 + hour / 6 : 35 + (step % 25);
}

function* linesOf(ctx: Context, { nodeIds, quantities, fromS, steps }: SomeSteps): Generator<Buffer> {
  for (let step = steps.from; step < steps.to; step += 1) {
    const at = new Date((fromS + step * stepS) * 1000).toISOString();
    const values = quantities.map(
      (id, quantity) => `\t${String(id)}\t${at}\t${String(valueAt(quantity, step))}\tM\t${at}\n`,
    );
    const lines = nodeIds.flatMap((nodeId) => values.map((value) => `${ctx.organizationId}\t${nodeId}${value}`));
    yield Buffer.from(lines.join(''));
  }
}

async function copySteps(ctx: Context, some: SomeSteps): Promise<void> {
  const statement =
    'COPY observations (organization_id, source_id, quantity_id, observed_at, value, quality, received_at) FROM STDIN';
  await ctx.db.transaction(() => copyIn(ctx.db, statement, linesOf(ctx, some)));
}

/** The embedded database has no COPY: it makes the same values itself. */
async function insertSteps(ctx: Context, { nodeIds, quantities, fromS, steps }: SomeSteps): Promise<void> {
  const values = Array.from({ length: steps.to - steps.from }, (_, index) =>
    quantities.map((_id, quantity) => valueAt(quantity, steps.from + index)).join(' '),
  );
  await ctx.db
    .execute(sql`INSERT INTO observations (organization_id, source_id, quantity_id, observed_at, value, quality, received_at)
    SELECT ${ctx.organizationId}::uuid, node::uuid, q.id::int, t.at, q.value::float8, 'M', t.at
    FROM unnest(string_to_array(${values.join(',')}, ',')) WITH ORDINALITY AS s (row, n)
    CROSS JOIN LATERAL (SELECT to_timestamp(${fromS + steps.from * stepS}::float8 + (n - 1) * ${stepS}) AS at) t
    CROSS JOIN unnest(string_to_array(${nodeIds.join(',')}, ',')) AS node
    CROSS JOIN LATERAL unnest(string_to_array(${quantities.join(' ')}, ' '), string_to_array(s.row, ' ')) AS q (id, value)`);
}
