import { z } from 'zod';
import { findOrganizationNamed } from '#lib/accounts/index.ts';
import {
  listQuarantined,
  listQuarantineReasons,
  measureBacklog,
  processUntilEmpty,
  quarantineReasonSchema,
  replayQuarantined,
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

export const passiveCommands = [process, quarantine];
