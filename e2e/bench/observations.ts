import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadConfig } from '#lib/platform/config/config.ts';
import { migrate } from '#lib/platform/db/migrate.ts';
import { rawSql, sql } from '#lib/platform/db/sql.ts';
import { startChild, stopChild } from '#lib/platform/process/child-process.ts';
import { openMqttSession } from '#lib/platform/mqtt/mqtt-session.ts';
import { openRuntime, setRuntime } from '#lib/platform/runtime.ts';
import { registerNode, saveMqttConnection } from '#lib/sensors/index.ts';
import { anApiWorld, type ApiWorld } from '#e2e/harness/api.ts';
import { startBroker, type TestBroker } from '#e2e/harness/broker.ts';
import { aTokenOf } from '#e2e/harness/sensor-things.ts';
import { startTarget, stopTarget } from './child-processes.ts';

/**
 * `npm run bench observations [-- --seconds 20] [--batch 500] [--messages 20000]`: observations a second through the door for
 * samples, one a request and many, and messages a second from a broker until they are observations; beside each what the
 * machine does when nothing but the last step is left. On the database that DATABASE_URL names (a scratch one: it is
 * filled), or on an embedded one without it.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '32' },
    batch: { type: 'string', default: '500' },
    messages: { type: 'string', default: '20000' },
    nodes: { type: 'string', default: '200' },
  },
});
const measuredMs = Number(values.seconds) * 1000;
/** CO₂, temperature and humidity. */
const quantitiesPerSample = 3;
/** Of today as far as it goes: what comes late has its day counted anew, which is another thing to measure. */
const firstAtMs = Math.floor(Date.now() / 1000) * 1000 - 7_200_000;
const media = 'application/vnd.api+json';
const stateSchema = z.object({ state: z.string(), taken: z.coerce.number() });

const dataDir = await mkdtemp(join(tmpdir(), 'cairn-bench-'));
const own = {
  CAIRN_DATA_DIR: dataDir,
  CAIRN_LOG_LEVEL: 'warn',
  CAIRN_SECRET: 'observations are measured with this secret',
  CAIRN_INTERNAL_HOSTS: '127.0.0.1',
};
const env = { ...process.env, ...own };
const config = loadConfig(env);
const runtime = await openRuntime({ process: 'command', config });
setRuntime(runtime);
try {
  await migrate(runtime.db);
  const world = await anApiWorld(runtime);
  const nodes = await makeNodes(world, Number(values.nodes));
  const token = await aTokenOf(await world.as('owner'), ['intake.send']);
  print(
    `database: ${runtime.db.kind}, ${values.connections} connections, ${values.seconds} s each, ${values.nodes} nodes\n\n`,
  );
  print('| what | a second |\n|---|--:|\n');
  await measureDoor(nodes, token);
  await measureBroker(world, nodes);
} finally {
  await runtime.close();
  await rm(dataDir, { recursive: true, force: true });
}

interface BenchNode {
  readonly id: string;
  readonly eui64: string;
}

async function makeNodes({ system, study }: ApiWorld, count: number): Promise<BenchNode[]> {
  const nodes: BenchNode[] = [];
  for (let index = 0; index < count; index += 1) {
    const eui64 = (0xa81758fffe000000n + BigInt(index)).toString(16).toUpperCase();
    const { id } = await registerNode(system, {
      study: study.key,
      eui64,
      protocol: 'ELSYSERS',
      alias: `Node ${String(index)}`,
    });
    nodes.push({ id, eui64 });
  }
  return nodes;
}

/** Instants that no sample had yet, of each node in turn. */
function createSamples(nodes: readonly BenchNode[], fromMs: number): () => object {
  let made = 0;
  return () => {
    const node = nodes[made % nodes.length];
    const timestamp = fromMs / 1000 + Math.floor(made / nodes.length);
    made += 1;
    const measured = {
      co2_ppm: 400 + (made % 1000),
      temperature_celsius: 20 + (made % 50) / 10,
      rel_humidity_percent: made % 100,
    };
    return {
      type: 'Sample',
      attributes: { timestamp_s: timestamp, ...measured },
      relationships: { node: { data: { type: 'Node', id: node?.id } } },
    };
  };
}

async function measureDoor(nodes: readonly BenchNode[], token: string): Promise<void> {
  const bare = await load({ kind: 'bare' }, { token, bodyOf: bodies(createSamples(nodes, firstAtMs), 1) });
  const single = await load({ kind: 'door' }, { token, bodyOf: bodies(createSamples(nodes, firstAtMs), 1) });
  const size = Number(values.batch);
  const many = await load(
    { kind: 'door' },
    { token, bodyOf: bodies(createSamples(nodes, firstAtMs + 3_600_000), size) },
  );
  const rows = await insertRows(nodes);
  row('requests to a bare handler, one sample each', bare);
  row('observations, one sample a request', single * quantitiesPerSample);
  row(`observations, ${String(size)} samples a request`, many * size * quantitiesPerSample);
  row('rows of the same table by INSERT alone, 5,000 a statement', rows);
  share('one a request, of the bare handler', single / bare);
  share('many a request, of the INSERT alone', (many * size * quantitiesPerSample) / rows);
}

function bodies(next: () => object, size: number): () => string {
  return () => JSON.stringify({ data: size === 1 ? next() : Array.from({ length: size }, next) });
}

interface Load {
  readonly token: string;
  readonly bodyOf: () => string;
}

/** Requests that were answered well, a second, by a process that only takes them. */
async function load(order: Parameters<typeof startTarget>[0], { token, bodyOf }: Load): Promise<number> {
  const target = startTarget(order, { env, profile: undefined });
  const [{ port }] = (await once(target, 'message')) as [{ port: number }];
  const agent = new Agent({ keepAlive: true, maxSockets: Number(values.connections) });
  const until = performance.now() + measuredMs;
  let answered = 0;
  const keepSending = async (): Promise<void> => {
    while (performance.now() < until) {
      const status = await post({ agent, port, token, body: bodyOf() });
      if (status !== 201) throw new Error(`a request was answered with status ${String(status)}`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: Number(values.connections) }, keepSending));
  agent.destroy();
  await stopTarget(target);
  return answered / Number(values.seconds);
}

interface Post {
  readonly agent: Agent;
  readonly port: number;
  readonly token: string;
  readonly body: string;
}

function post({ agent, port, token, body }: Post): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': media, authorization: token, 'content-length': Buffer.byteLength(body) };
    const asked = request({ agent, host: '127.0.0.1', port, method: 'POST', path: '/ingest/v1/ingest/', headers });
    asked.on('error', reject).on('response', (response) => {
      response.resume().on('end', () => {
        resolve(response.statusCode ?? 0);
      });
    });
    asked.end(body);
  });
}

/** Rows a second into a table like that of the observations, by one connection. */
async function insertRows(nodes: readonly BenchNode[]): Promise<number> {
  const { db } = runtime;
  await db.execute(sql`CREATE TABLE bench_observations (LIKE observations INCLUDING ALL)`);
  const startedAt = performance.now();
  let rows = 0;
  while (performance.now() - startedAt < measuredMs) {
    const node = nodes[(rows / 5000) % nodes.length];
    const from = new Date(firstAtMs + rows * 1000).toISOString();
    rows += await db.execute(sql`
      INSERT INTO bench_observations (organization_id, source_id, quantity_id, observed_at, value, quality, received_at)
      SELECT ${node?.id}::uuid, ${node?.id}::uuid, 1 + n % 3, ${from}::timestamptz + (n / 3) * interval '1 second', n, 'M', now()
      FROM ${rawSql('generate_series(0, 4999)')} n`);
  }
  const perSecond = (rows / (performance.now() - startedAt)) * 1000;
  await db.execute(sql`DROP TABLE bench_observations`);
  return perSecond;
}

async function measureBroker(world: ApiWorld, nodes: readonly BenchNode[]): Promise<void> {
  const broker = await startBroker();
  const count = Number(values.messages);
  const limit = await throwAway(broker, nodes, count);
  const jobs = startChild({ script: 'jobs/index.ts', env: own });
  try {
    const settings = {
      url: broker.url,
      format: 'values' as const,
      topics: ['bench/{node}'],
      caCertificate: null,
      publishesUnder: null,
    };
    const draft = { name: 'Bench', isEnabled: true, settings };
    const { id } = await saveMqttConnection(world.system, { id: null, draft }, config);
    while ((await stateOf(id)).state !== 'connected') await sleep(100);
    const startedAt = performance.now();
    await publishAll(broker, nodes, count);
    while ((await stateOf(id)).taken < count) await sleep(50);
    const perSecond = (count / (performance.now() - startedAt)) * 1000;
    row('messages of a broker that a client throws away (QoS 1)', limit);
    row('messages of a broker that became observations (QoS 1, kept before each is acknowledged)', perSecond);
    share('messages, of those thrown away', perSecond / limit);
  } finally {
    await stopChild(jobs);
    await broker.close();
  }
}

async function stateOf(id: string): Promise<z.infer<typeof stateSchema>> {
  const [found] = await runtime.db.query(
    stateSchema,
    sql`SELECT state, taken_count AS taken FROM mqtt_connections WHERE id = ${id}`,
  );
  if (!found) throw new Error('the connection is gone');
  return found;
}

async function publishAll(broker: TestBroker, nodes: readonly BenchNode[], count: number): Promise<void> {
  const fromS = (firstAtMs + 5_400_000) / 1000;
  for (let made = 0; made < count; made += 1) {
    const time = fromS + Math.floor(made / nodes.length);
    const sample = { time, co2: 400 + (made % 1000), temperature: 20 + (made % 50) / 10, humidity: made % 100 };
    await broker.publish(`bench/${nodes[made % nodes.length]?.eui64 ?? ''}`, JSON.stringify(sample));
  }
}

/** Messages a second that a client takes and forgets. */
async function throwAway(broker: TestBroker, nodes: readonly BenchNode[], count: number): Promise<number> {
  let got = 0;
  const session = await openMqttSession({
    address: { url: broker.url, caCertificate: null, clientCertificate: null, clientKey: null },
    username: null,
    password: null,
    clientId: 'bench',
    keepsSession: false,
    allowedHosts: ['127.0.0.1'],
    filters: ['bench/+'],
    isFull: () => false,
    onMessage: () => {
      got += 1;
      return Promise.resolve();
    },
  });
  const startedAt = performance.now();
  await publishAll(broker, nodes, count);
  while (got < count) await sleep(10);
  const perSecond = (count / (performance.now() - startedAt)) * 1000;
  await session.close();
  return perSecond;
}

function row(what: string, perSecond: number): void {
  print(`| ${what} | ${Math.round(perSecond).toLocaleString('en')} |\n`);
}

function share(what: string, ratio: number): void {
  print(`| ratio: ${what} | ${(ratio * 100).toFixed(0)} % |\n`);
}

function print(text: string): void {
  process.stdout.write(text);
}
