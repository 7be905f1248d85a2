import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { copyIn } from '#lib/platform/db/copy-in.ts';
import { MonthPartitions } from '#lib/platform/db/month-partitions.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { createNode, createRoom, createSite, installNode, listQuantities } from '#lib/sensors/index.ts';

interface FillOrder {
  readonly nodes: number;
  readonly year: number;
  readonly config: Pick<Config, 'secret'>;
}

export interface FilledSensors {
  readonly nodeIds: readonly string[];
  readonly roomIds: readonly string[];
  /** Values stored. */
  readonly observations: number;
}

const stepS = 600;
/** Nodes whose rows travel in one COPY. */
const nodesPerCopy = 50;

/** A year of nodes, each alone in a room of one site, with three quantities every ten minutes. */
export async function fillSensors(ctx: Context, { nodes, year, config }: FillOrder): Promise<FilledSensors> {
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
  await new MonthPartitions(ctx.db, { table: 'observations', column: 'observed_at' }).prepare(months, new Date());
  const quantities = await quantityIds(ctx);
  const span = { fromS: fromAt.getTime() / 1000, steps: (toAt.getTime() - fromAt.getTime()) / 1000 / stepS };
  for (let at = 0; at < nodeIds.length; at += nodesPerCopy) {
    const part = nodeIds.slice(at, at + nodesPerCopy);
    await (ctx.db.kind === 'server'
      ? copyNodes(ctx, part, quantities, span)
      : insertNodes(ctx, part, quantities, span));
  }
  await ctx.db.execute(sql`UPDATE sources SET last_created_at = ${toAt}, last_recorded_at = ${toAt}
    WHERE organization_id = ${ctx.organizationId}`);
  await ctx.db.execute(sql`ANALYZE observations`);
  return { nodeIds, roomIds, observations: nodeIds.length * span.steps * quantities.length };
}

interface Span {
  readonly fromS: number;
  readonly steps: number;
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

function* linesOf(ctx: Context, nodeIds: readonly string[], ids: readonly number[], span: Span): Generator<Buffer> {
  for (const nodeId of nodeIds) {
    for (const [quantity, id] of ids.entries()) {
      const lines: string[] = [];
      for (let step = 0; step < span.steps; step += 1) {
        const at = new Date((span.fromS + step * stepS) * 1000).toISOString();
        lines.push(
          `${ctx.organizationId}\t${nodeId}\t${String(id)}\t${at}\t${String(valueAt(quantity, step))}\tM\t${at}\n`,
        );
      }
      yield Buffer.from(lines.join(''));
    }
  }
}

async function copyNodes(ctx: Context, nodeIds: readonly string[], ids: readonly number[], span: Span): Promise<void> {
  const statement =
    'COPY observations (organization_id, source_id, quantity_id, observed_at, value, quality, received_at) FROM STDIN';
  await ctx.db.transaction(() => copyIn(ctx.db, statement, linesOf(ctx, nodeIds, ids, span)));
}

/** The embedded database has no COPY: it makes the same values itself. */
async function insertNodes(
  ctx: Context,
  nodeIds: readonly string[],
  ids: readonly number[],
  span: Span,
): Promise<void> {
  for (const nodeId of nodeIds) {
    for (const [quantity, id] of ids.entries()) {
      const steps = Array.from({ length: span.steps }, (_, step) => valueAt(quantity, step));
      await ctx.db
        .execute(sql`INSERT INTO observations (organization_id, source_id, quantity_id, observed_at, value, quality, received_at)
        SELECT ${ctx.organizationId}::uuid, ${nodeId}::uuid, ${id}::int, t.at, t.value, 'M', t.at FROM (
          SELECT to_timestamp(${span.fromS}::float8 + (n - 1) * ${stepS}) AS at, v::float8 AS value
          FROM unnest(string_to_array(${steps.join(',')}, ',')) WITH ORDINALITY AS u (v, n)) t`);
    }
  }
}
