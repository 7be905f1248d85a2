import { z } from 'zod';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import type { TaskId } from '#lib/platform/ids.ts';
import { defineTaskKind, startTask, type TaskContext } from '#lib/platform/tasks/index.ts';
import { countMessages, selectMessagesAfter, updateMessage } from '../data/messages.sql.ts';
import type { QuantityRow } from '../data/quantities.sql.ts';
import type { SensorMessage } from '../domain/message.ts';
import { quantitiesByKey } from './known-quantities.ts';
import { type ReadMessage, readMessages } from './read-message.ts';
import { makeRoom, storeSamples } from './store-samples.ts';

const messagesAtATime = 200;
const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * Starts a Task that reads every kept message of the organization again, with the decoders and nodes of now. What is
 * stored stays; what was not understood before is added. Errors: `permission_missing` (`passive.quarantine`).
 */
export function replayMessages(ctx: Context): Promise<TaskId> {
  requireVerb(ctx, 'passive.quarantine');
  return startTask(ctx, { kind: replayMessagesTask, title: 'Messages of sensors are read again', input: {} });
}

export interface ReplayMessagesReport {
  readonly read: number;
  readonly decoded: number;
  /** Observations that were not there before. */
  readonly stored: number;
}

/** The kind of Task that reads messages again. Safe to run twice: what is stored is not stored again. */
export const replayMessagesTask = defineTaskKind({ kind: 'sensors.replay', inputSchema: z.object({}), run: replayAll });

async function replayAll(ctx: TaskContext): Promise<ReplayMessagesReport> {
  const total = await countMessages(ctx);
  const quantities = await quantitiesByKey(ctx.db);
  const sum = { read: 0, decoded: 0, stored: 0 };
  let after = firstId;
  for (;;) {
    const messages = await selectMessagesAfter(ctx, after, messagesAtATime);
    const read = await readMessages(ctx, messages.map(readable), quantities);
    for (const [index, message] of messages.entries()) {
      ctx.signal.throwIfAborted();
      const again = read[index];
      if (!again) throw new TypeError('each message is read');
      const { isDecoded, stored } = await replayOne(ctx, { id: message.id, read: again, quantities });
      sum.read += 1;
      sum.decoded += isDecoded ? 1 : 0;
      sum.stored += stored;
      after = message.id;
    }
    ctx.progress(sum.read, total);
    if (messages.length < messagesAtATime) break;
  }
  await writeAudit(ctx, { action: 'sensor_messages.replay', subjectType: 'sensor_messages', detail: sum });
  return sum;
}

function readable({ eui64, port, sentAt, spreadingFactor, bandwidthHz, payload }: SensorMessage) {
  const dataRate = spreadingFactor === null || bandwidthHz === null ? null : { spreadingFactor, bandwidthHz };
  return { eui64, port, sentAt, dataRate, payload: Buffer.from(payload, 'hex') };
}

interface Replay {
  /** Of the message. */
  readonly id: string;
  readonly read: ReadMessage;
  readonly quantities: ReadonlyMap<string, QuantityRow>;
}

async function replayOne(
  ctx: Context,
  { id, read, quantities }: Replay,
): Promise<{ readonly isDecoded: boolean; readonly stored: number }> {
  const { samples, ...told } = read;
  await makeRoom(ctx, samples);
  return ctx.db.transaction(async () => {
    await updateMessage(ctx, { id, ...told });
    const isDecoded = told.state === 'decoded';
    const { sourceId } = told;
    if (sourceId === null || samples.length === 0) return { isDecoded, stored: 0 };
    const ofNode = samples.map((sample) => ({ sourceId, sample }));
    const outcomes = await storeSamples(ctx, ofNode, quantities);
    return { isDecoded, stored: outcomes.reduce((count, { stored }) => count + stored, 0) };
  });
}
