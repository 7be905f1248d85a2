import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from '#lib/platform/context.ts';
import { newId } from '#lib/platform/ids.ts';
import { postText } from '#lib/platform/outgoing/post-text.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { selectEnvelopes } from '../../data/export-points.sql.ts';
import {
  deleteSentBatch,
  insertBatch,
  postponeBatch,
  selectFilesToForward,
  selectLeavingSources,
  takeDueBatches,
  takePoints,
  type DueBatch,
  type LeavingSource,
  type TakenPoint,
} from '../../data/federation/forwarding.sql.ts';
import { insertFailedUpload } from '../../data/traces/traces.sql.ts';
import { nextForwardAt } from '../../domain/federation/peer.ts';
import { renderPoint } from '../../domain/render-point.ts';
import { recountSource } from '../recount-source.ts';
import { errorClassOf } from '../../domain/traces/bundle-trace.ts';
import { uploadForm } from './upload-form.ts';

/** Name of the queue's job that forwards. */
export const forwardJobName = 'federation.forward';

type ForwardingRuntime = Pick<Runtime, 'db' | 'blobs' | 'config' | 'log' | 'context'>;

/** Points of one batch: a peer of old takes 2.5 MB at a time, and these are compressed. */
const pointsPerBatch = 500;
const sourcesAtATime = 50;
const batchesAtATime = 4;
/** A batch taken by a worker that was killed is taken again after this; longer than sending may last. */
const leaseMs = 15 * 60_000;
/** One run of the clock begins nothing new after this, ms: the next goes on. */
const runMs = 50_000;

const compress = promisify(gzip);

export interface Forwarded {
  /** Points that left the tables for the outbox. */
  readonly queued: number;
  /** Points that peers have taken. */
  readonly sent: number;
  readonly failedBatches: number;
}

/**
 * Moves points of sources that belong to peers out of the tables into batches, and sends what is due (pdk-29; Passive Data Kit,
 * 5.8 and `pdk_distribute_data`): those that came before a source was assigned and those that come later alike. A point is in
 * the tables or in a batch at any moment, and a batch is forgotten only once the peer has said that it has it; sent twice, the
 * peer knows the repeat. Of every organization; any number of workers may do so side by side.
 */
export async function forwardPoints(runtime: ForwardingRuntime): Promise<Forwarded> {
  const until = performance.now() + runMs;
  let queued = 0;
  for (const source of await selectLeavingSources(runtime.db, sourcesAtATime)) {
    if (performance.now() > until) break;
    queued += await queueSource(runtime, source, until);
  }
  return { queued, ...(await sendDue(runtime, until)) };
}

async function queueSource(runtime: ForwardingRuntime, leaving: LeavingSource, until: number): Promise<number> {
  const { organizationId, sourceId, studyId } = leaving;
  const actor = { kind: 'system', label: 'federation' } as const;
  const ctx = runtime.context({ organizationId, actor, requestId: newId() });
  let queued = 0;
  try {
    while (performance.now() <= until) {
      const count = await queueBatch(ctx, leaving);
      queued += count;
      if (count < pointsPerBatch) break;
    }
  } finally {
    await recountSource(ctx, { id: sourceId, studyId });
  }
  return queued;
}

function queueBatch(ctx: Context, { sourceId, peerId }: LeavingSource): Promise<number> {
  return ctx.db.transaction(async () => {
    const points = await takePoints(ctx, { sourceId, peerId, limit: pointsPerBatch });
    if (points.length === 0) return 0;
    const texts = await renderAll(ctx, points);
    const body = await compress(`[${texts.join(',\n')}]`);
    const fileIds = [...new Set(points.flatMap((point) => point.fileIds))];
    await insertBatch(ctx, { id: newId(), peerId, sourceId, pointCount: points.length, body, fileIds, at: ctx.now() });
    return points.length;
  });
}

async function renderAll(ctx: Context, points: readonly TakenPoint[]): Promise<string[]> {
  const ids = [...new Set(points.map(({ envelopeId }) => envelopeId))];
  const envelopes = new Map((await selectEnvelopes(ctx, ids)).map((envelope) => [envelope.id, envelope]));
  return points.map(({ lon, lat, envelopeId, ...point }) => {
    const envelope = envelopes.get(envelopeId);
    if (!envelope) throw new TypeError('a point without its envelope');
    return renderPoint({ ...point, position: lon === null || lat === null ? null : [lon, lat], envelope });
  });
}

async function sendDue(runtime: ForwardingRuntime, until: number): Promise<Omit<Forwarded, 'queued'>> {
  const total = { sent: 0, failedBatches: 0 };
  // A peer that fails is left alone for the rest of the run.
  const failing = new Set<string>();
  while (performance.now() <= until) {
    const at = new Date();
    const lease = new Date(at.getTime() + leaseMs);
    const due = await takeDueBatches(runtime.db, { at, until: lease, limit: batchesAtATime, failing: [...failing] });
    if (due.length === 0) break;
    for (const batch of due) {
      const sent = failing.has(batch.peerId) ? null : await sendBatch(runtime, batch);
      if (sent === true) total.sent += batch.pointCount;
      else {
        failing.add(batch.peerId);
        total.failedBatches += 1;
        if (sent === null) await postponeBatch({ db: runtime.db, ...batch }, batch.id, unsent(at));
      }
    }
  }
  return total;
}

function unsent(at: Date) {
  return { error: 'Another batch for this peer failed a moment ago.', next: nextForwardAt(1, at) };
}

async function sendBatch({ db, blobs, config, log }: ForwardingRuntime, batch: DueBatch): Promise<boolean> {
  const scope = { db, organizationId: batch.organizationId };
  try {
    const files = batch.fileIds.length === 0 ? [] : await selectFilesToForward(scope, batch.fileIds);
    const post = uploadForm(batch.uploadUrl, { body: batch.body, files, openFile: (key) => blobs.open(key) });
    const { status, text } = await postText(post, { allowedHosts: config.internalHosts });
    if (status < 200 || status > 299 || !wasAdded(text))
      throw new Error(`The peer answered with status ${String(status)}.`);
    await db.transaction(() => deleteSentBatch(scope, batch, new Date()));
    return true;
  } catch (error) {
    log.warn({ err: error, batchId: batch.id, peerId: batch.peerId }, 'a batch was not forwarded');
    const failure = error instanceof Error ? error.message : String(error);
    const next = nextForwardAt(batch.attempts, new Date());
    await postponeBatch(scope, batch.id, { error: failure.slice(0, 500), next });
    await insertFailedUpload(scope, { batchId: batch.id, errorClass: errorClassOf(error) });
    return false;
  }
}

/** A success says so in its body: a page of some proxy between does not. */
function wasAdded(text: string): boolean {
  try {
    const answer = JSON.parse(text) as unknown;
    return typeof answer === 'object' && answer !== null && 'added' in answer && answer.added === true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}
