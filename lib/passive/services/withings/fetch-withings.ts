import { z } from 'zod';
import { openText } from '#lib/platform/crypto/seal.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { dayMs } from '#lib/platform/time/zone.ts';
import { finishFetch, takeDueLinks, updateTokens, type WithingsLink } from '../../data/withings/links.sql.ts';
import { activityPoints, sleepPoints } from '../../domain/withings/readings.ts';
import { receiveBundle } from '../receive-bundle.ts';
import { BundleQueue } from '../receive-queue.ts';
import { openWithings, sealTokens } from './link-withings.ts';
import { WithingsRefusal, type WithingsClient } from './withings-client.ts';

type FetchRuntime = Pick<Runtime, 'db' | 'config' | 'context' | 'log'>;

const linksAtATime = 20;
/** A worker that was killed has its links taken again after this. */
const leaseMs = 15 * 60_000;
const hourMs = 3_600_000;
/** Devices bring in late what they recorded before: so much is asked for again, and what is known stays once. */
const overlapMs = dayMs;
/** Tokens that end sooner than this are renewed first. */
const marginMs = 5 * 60_000;

const tokensSchema = z.object({ accessToken: z.string(), refreshToken: z.string() });

export interface FetchedWithings {
  readonly links: number;
  readonly points: number;
  readonly failed: number;
}

/**
 * Pulls activity and sleep of linked Withings accounts into points of their sources, day by day (pdk-40), through the door that
 * devices use: each reading is stored once, however often it is asked for. Of every organization; by the clock, any number of
 * workers side by side. An account that fails is tried again in an hour, and says why.
 */
export async function fetchWithings(runtime: FetchRuntime): Promise<FetchedWithings> {
  const total = { links: 0, points: 0, failed: 0 };
  if (runtime.config.withings === null) return total;
  const client = openWithings(runtime.config, '');
  const queue = new BundleQueue(runtime);
  try {
    for (;;) {
      const at = new Date();
      const due = await takeDueLinks(runtime.db, { at, until: new Date(at.getTime() + leaseMs), limit: linksAtATime });
      if (due.length === 0) return total;
      for (const link of due) {
        total.links += 1;
        const points = await fetchLink({ runtime, client, queue, link, at });
        if (points === null) total.failed += 1;
        else total.points += points;
      }
    }
  } finally {
    await queue.close();
  }
}

interface Fetching {
  readonly runtime: FetchRuntime;
  readonly client: WithingsClient;
  readonly queue: BundleQueue;
  readonly link: WithingsLink;
  readonly at: Date;
}

/** Gives the number of points; null: it failed. What came before the failure is kept, and not asked for again. */
async function fetchLink({ runtime, client, queue, link, at }: Fetching): Promise<number | null> {
  const { db, log } = runtime;
  let fetchedUntil = link.fetchedUntil;
  let points = 0;
  let failure: string | null = null;
  try {
    const accessToken = await validToken({ runtime, client, link, at });
    // The service counts seconds.
    let from = wholeSecond(fetchedUntil.getTime() - overlapMs);
    const end = wholeSecond(at.getTime());
    while (from < end) {
      const to = new Date(Math.min(from.getTime() + dayMs, end.getTime()));
      const span = { accessToken, from, to };
      const found = [
        ...activityPoints(link.identifier, await client.readActivity(span)),
        ...sleepPoints(link.identifier, await client.readSleep(span)),
      ];
      if (found.length > 0) await store(runtime, { queue, link, points: found });
      points += found.length;
      from = to;
      fetchedUntil = to > fetchedUntil ? to : fetchedUntil;
    }
  } catch (error) {
    const isOver = error instanceof WithingsRefusal && error.isTokenRefused;
    failure = isOver ? 'The permission is over: the participant has to link the account again.' : textOf(error);
    log.warn({ err: error, sourceId: link.sourceId }, 'a Withings account was not read');
  }
  await finishFetch(db, link, { at, fetchedUntil, nextFetchAt: new Date(at.getTime() + hourMs), failure });
  return failure === null ? points : null;
}

function wholeSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}

function textOf(error: unknown): string {
  return error instanceof z.ZodError
    ? 'The service answered something else than it says.'
    : String(error).slice(0, 300);
}

async function validToken({ runtime, client, link, at }: Omit<Fetching, 'queue'>): Promise<string> {
  const { secret } = runtime.config;
  const { accessToken, refreshToken } = tokensSchema.parse(JSON.parse(openText(secret, link.tokensSealed)));
  if (link.accessExpiresAt.getTime() > at.getTime() + marginMs) return accessToken;
  const renewed = await client.renewTokens(refreshToken);
  const accessExpiresAt = new Date(at.getTime() + renewed.expiresInS * 1000);
  await updateTokens(runtime.db, { ...link, tokensSealed: sealTokens(secret, renewed), accessExpiresAt });
  return renewed.accessToken;
}

async function store(
  runtime: FetchRuntime,
  {
    queue,
    link,
    points,
  }: { readonly queue: BundleQueue; readonly link: WithingsLink; readonly points: readonly object[] },
): Promise<void> {
  const { organizationId, studyId } = link;
  const actor = { kind: 'system', label: 'withings' } as const;
  await receiveBundle(runtime.context({ organizationId, actor, requestId: newId() }), {
    queue,
    upload: {
      studyId,
      door: 'point',
      body: { kind: 'memory', bytes: Buffer.from(JSON.stringify(points)) },
      form: 'text',
      compression: 'none',
      isEncrypted: false,
      nonce: null,
      claimedSource: null,
      files: [],
      mayRefuse: false,
      sender: { remoteAddress: '', userAgent: null },
    },
  });
}
