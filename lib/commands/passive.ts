import { resolve } from 'node:path';
import { z } from 'zod';
import { findOrganizationNamed, getStudyByKey } from '#lib/accounts/index.ts';
import {
  aggregateAgain,
  defaultColdPlace,
  dumpBundle,
  fetchWithings,
  freezeMonth,
  listQuarantined,
  listQuarantineReasons,
  listTraces,
  listTracesSchema,
  measureBacklog,
  monthOfText,
  monthTextSchema,
  openColdPlace,
  processUntilEmpty,
  quarantineReasonSchema,
  replayQuarantined,
  rewindWithings,
  shownView,
  type ReplayReport,
} from '#lib/passive/index.ts';
import type { Context } from '#lib/platform/context.ts';
import { commandContext, defineCommand } from './command.ts';

const process = defineCommand({
  name: 'passive process',
  usage: '[--until-empty]',
  summary: 'Processes waiting bundles in this terminal; with --until-empty, until none waits (the default).',
  options: { 'until-empty': { type: 'boolean' } },
  inputSchema: z.strictObject({ 'until-empty': z.boolean().default(true) }),
  async run(runtime) {
    const bundles = await processUntilEmpty(runtime);
    const { bundlesWaiting, quarantineOpen } = await measureBacklog(runtime);
    const text = `Processed ${String(bundles)} bundles; ${String(bundlesWaiting)} wait, ${String(quarantineOpen)} points are in quarantine.`;
    return { data: { bundles, bundlesWaiting, quarantineOpen }, text };
  },
});

/** Rows read again at a time: one page of the list. */
const rowsAtATime = 200;

type Reason = z.output<typeof quarantineReasonSchema>;

const quarantine = defineCommand({
  name: 'passive quarantine',
  usage: '[--org N] [--replay] [--reason R] [--mend]',
  summary: 'Open rows of the quarantine by reason; with --replay, reads them again (--mend takes suggested mendings).',
  options: {
    org: { type: 'string' },
    replay: { type: 'boolean' },
    reason: { type: 'string' },
    mend: { type: 'boolean' },
  },
  inputSchema: z.strictObject({
    org: z.string().min(1).nullable().default(null),
    replay: z.boolean().default(false),
    reason: quarantineReasonSchema.nullable().default(null),
    mend: z.boolean().default(false),
  }),
  async run(runtime, { org, replay, reason, mend }) {
    const ctx = commandContext(runtime, (await findOrganizationNamed(runtime, org)).id);
    const replayed = replay ? await replayAll(ctx, reason, mend) : null;
    const open = await listQuarantineReasons(ctx, null);
    const told = replayed ? [tellReplay(replayed)] : [];
    const listed = open.map((group) => `${String(group.count).padStart(8)}  ${group.reason}`);
    const text = [...told, ...(listed.length > 0 ? listed : ['The quarantine is empty.'])].join('\n');
    return { data: { replayed, open }, text };
  },
});

/** Every open row once, newest first: what is still wrong stays open and is passed by. */
async function replayAll(ctx: Context, reason: Reason | null, mend: boolean): Promise<ReplayReport> {
  const sum = { stored: 0, waiting: 0, wrong: 0 };
  let cursor: string | null = null;
  do {
    const page = await listQuarantined(ctx, { reason, state: 'open', cursor, limit: rowsAtATime, studyIds: null });
    cursor = page.next;
    if (page.items.length === 0) break;
    const outcomes = await replayQuarantined(ctx, { ids: page.items.map(({ id }) => id), mend });
    for (const { outcome } of outcomes) sum[outcome] += 1;
  } while (cursor !== null);
  return sum;
}

function tellReplay({ stored, waiting, wrong }: ReplayReport): string {
  return `Replayed: ${String(stored)} stored, ${String(waiting)} bundles back in the queue, ${String(wrong)} still not understood.`;
}

const freeze = defineCommand({
  name: 'passive freeze',
  usage: '--month MONTH [--out DIR] [--drop]',
  summary:
    'Writes the points of a past month (as 2025-01) to Parquet files (in DIR, else in the S3 bucket, else in the data folder) and takes them out of the database.',
  options: { month: { type: 'string' }, out: { type: 'string' }, drop: { type: 'boolean' } },
  inputSchema: z.strictObject({
    month: monthTextSchema,
    out: z.string().min(1).nullable().default(null),
    drop: z.boolean().default(false),
  }),
  async run(runtime, { month, out, drop }) {
    const place = out === null ? defaultColdPlace(runtime.config) : resolve(out);
    const depot = openColdPlace(runtime.config, place);
    try {
      const input = {
        month: monthOfText(month),
        depot,
        place,
        workDir: runtime.config.dataDir,
        isDropped: drop,
        now: new Date(),
      };
      const frozen = await freezeMonth(runtime, input);
      const files = frozen.files.map(({ path, points, sha256 }) => `  ${path}  ${String(points)} points  ${sha256}`);
      const left = drop ? 'The table is dropped.' : 'The table is in the schema "cold"; drop it when you are sure.';
      return {
        data: frozen,
        text: [`${String(frozen.points)} points of ${month} left the database:`, ...files, left].join('\n'),
      };
    } finally {
      await depot.close();
    }
  },
});

const aggregate = defineCommand({
  name: 'passive aggregate',
  usage: '[--org N] [--type T]',
  summary: 'Makes what charts draw anew from the points that are stored, of all types or one.',
  options: { org: { type: 'string' }, type: { type: 'string' } },
  inputSchema: z.strictObject({
    org: z.string().min(1).nullable().default(null),
    type: z.string().min(1).nullable().default(null),
  }),
  async run(runtime, { org, type }) {
    const ctx = commandContext(runtime, (await findOrganizationNamed(runtime, org)).id);
    const chartOf = (name: string) => shownView(name, ctx.plugins.hooks).chart;
    const { points } = await aggregateAgain(ctx, { sourceId: null, type }, { chartOf });
    return { data: { points }, text: `Charts are made of ${String(points)} points.` };
  },
});

const traces = defineCommand({
  name: 'passive traces',
  usage: '[--org N] [--study K] [--bundle ID] [--status S] [--text T] [--limit 100]',
  summary: 'What became of uploads and their points, step by step, newest first; for studies that have it switched on.',
  options: {
    org: { type: 'string' },
    study: { type: 'string' },
    bundle: { type: 'string' },
    status: { type: 'string' },
    text: { type: 'string' },
    limit: { type: 'string' },
  },
  inputSchema: listTracesSchema.omit({ cursor: true }).extend({
    org: z.string().min(1).nullable().default(null),
    study: z.string().min(1).nullable().default(null),
  }),
  async run(runtime, { org, study, ...wish }) {
    const ctx = commandContext(runtime, (await findOrganizationNamed(runtime, org)).id);
    const studyIds = study === null ? null : [(await getStudyByKey(ctx, study)).id];
    const { items } = await listTraces(ctx, { ...wish, studyIds });
    const lines = items.map(({ at, status, bundleId, pointCount, errorClass, pointHash }) =>
      [at.toISOString(), status.padEnd(18), bundleId ?? '-', pointHash ?? pointCount ?? '', errorClass ?? ''].join(
        '  ',
      ),
    );
    return { data: items, text: lines.length > 0 ? lines.join('\n') : 'There is no trace.' };
  },
});

const dump = defineCommand({
  name: 'passive dump',
  usage: '--bundle ID [--org N]',
  summary: 'Prints an upload as its sender wrote it, opened: also what the study does not keep of it.',
  options: { org: { type: 'string' }, bundle: { type: 'string' } },
  inputSchema: z.strictObject({ org: z.string().min(1).nullable().default(null), bundle: z.guid() }),
  async run(runtime, { org, bundle }) {
    const ctx = commandContext(runtime, (await findOrganizationNamed(runtime, org)).id);
    const dumped = await dumpBundle({ ...ctx, secret: runtime.config.secret }, bundle);
    return { data: dumped, text: dumped.text };
  },
});

const withings = defineCommand({
  name: 'passive withings',
  usage: '[--org N] [--since DAY]',
  summary: 'Reads linked Withings accounts now; with --since, from that day (as 2026-01-31, UTC) on.',
  options: { org: { type: 'string' }, since: { type: 'string' } },
  inputSchema: z.strictObject({
    org: z.string().min(1).nullable().default(null),
    since: z.iso.date().nullable().default(null),
  }),
  async run(runtime, { org, since }) {
    const ctx = commandContext(runtime, (await findOrganizationNamed(runtime, org)).id);
    const from = since === null ? new Date() : new Date(`${since}T00:00:00Z`);
    await rewindWithings(ctx, from);
    const fetched = await fetchWithings(runtime);
    const { links, points, failed } = fetched;
    const text = `${String(links)} accounts were read: ${String(points)} readings${failed > 0 ? `, ${String(failed)} failed` : ''}.`;
    return failed > 0 ? { data: fetched, text, failed: true } : { data: fetched, text };
  },
});

export const passiveCommands = [process, quarantine, freeze, aggregate, traces, dump, withings];
