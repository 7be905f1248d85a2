import { Writable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { startStandIn, type GotRequest, type StandIn, type StandInAnswer } from '#e2e/harness/stand-in.ts';
import { createLogger, type Logger } from '../log/log.ts';
import { parseSentryDsn } from './sentry-dsn.ts';
import { createSentrySink, type ErrorSink } from './sentry-sink.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

interface Told {
  readonly isReached: boolean;
  readonly letGo: number;
}

interface Scene {
  readonly service: StandIn;
  readonly sink: ErrorSink;
  readonly log: Logger;
  /** Lines of the log. */
  readonly lines: string[];
  readonly told: Told[];
}

async function aSink(answer: (request: GotRequest) => StandInAnswer, restMs = 60_000): Promise<Scene> {
  const service = await startStandIn(answer);
  const target = parseSentryDsn(service.url.replace('http://', 'http://abc123@') + '/inside/7');
  if (!target) throw new Error('no target');
  const told: Told[] = [];
  const limits = { timeoutMs: 5_000, restMs, closeMs: 5_000 };
  const sink = createSentrySink({
    ...{ target, process: 'web', release: '1.2.3', limits },
    onTrouble: (trouble) => told.push(trouble),
  });
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  ends.push(
    () => service.close(),
    () => sink.close(),
  );
  return { service, sink, log: createLogger({ process: 'web', destination, errorSink: sink }), lines, told };
}

const eventSchema = z.object({
  event_id: z.string().regex(/^[0-9a-f]{32}$/),
  timestamp: z.iso.datetime(),
  level: z.enum(['error', 'fatal']),
  release: z.string(),
  message: z.object({ formatted: z.string() }),
  tags: z.record(z.string(), z.string()),
  exception: z
    .object({
      values: z.array(
        z.object({
          type: z.string(),
          value: z.string(),
          stacktrace: z.object({ frames: z.array(z.object({ filename: z.string(), in_app: z.boolean() })) }).optional(),
        }),
      ),
    })
    .optional(),
});

/** The event of an envelope; fails where the envelope is not one. */
function eventOf(request: GotRequest | undefined) {
  const [head = '', item = '', payload = ''] = (request?.body ?? '').split('\n');
  const { type, length } = z.object({ type: z.string(), length: z.number() }).parse(JSON.parse(item));
  const event = eventSchema.parse(JSON.parse(payload));
  expect([type, length]).toEqual(['event', Buffer.byteLength(payload)]);
  expect(JSON.parse(head)).toMatchObject({ event_id: event.event_id });
  return event;
}

describe('man-38 failures are told to a Sentry-compatible service', () => {
  it('man-38 a failure arrives as one envelope with where it happened; what is no failure does not', async () => {
    const { service, log, lines } = await aSink(() => ({ status: 200, json: { id: 'x' } }));
    const cause = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    log.info('all is well');
    log.warn('look at this');
    log.child({ requestId: 'r-1' }).error({ err: new TypeError('broken', { cause }) }, 'request failed');
    await vi.waitFor(() => {
      expect(service.got).toHaveLength(1);
    });
    expect(lines).toHaveLength(3);
    const [got] = service.got;
    expect(got).toMatchObject({ method: 'POST', path: '/inside/api/7/envelope/' });
    expect(got?.headers['x-sentry-auth']).toContain('sentry_key=abc123');
    expect(got?.headers['content-type']).toBe('application/x-sentry-envelope');
    const event = eventOf(got);
    expect(event).toMatchObject({
      level: 'error',
      release: '1.2.3',
      message: { formatted: 'request failed' },
      tags: { process: 'web', requestId: 'r-1' },
    });
    const [inner, outer] = event.exception?.values ?? [];
    expect([inner?.type, inner?.value, outer?.type, outer?.value]).toEqual(['Error', 'ECONNREFUSED', 'TypeError', '']);
    expect(outer?.stacktrace?.frames.at(-1)).toMatchObject({
      filename: 'lib/platform/error-sink/sentry-sink.test.ts',
      in_app: true,
    });
  });

  it('man-38 nothing of people leaves: no message of an error, no address, no body, header, host or stranger member', async () => {
    const { service, log } = await aSink(() => ({ status: 200 }));
    const error = new Error('HIDDEN anna@example.org\n    at HIDDEN (/HIDDEN.ts:1:2)', {
      cause: new Error('Key (email)=(HIDDEN) already exists.'),
    });
    Object.assign(error, { detail: 'HIDDEN', headers: { cookie: 'HIDDEN' }, code: 'HIDDEN anna' });
    log.error({ err: error, url: '/HIDDEN', user: 'HIDDEN', body: 'HIDDEN', studyId: 'HIDDEN' }, 'task failed');
    log.error({ part: 'queue' }, 'Failed task 7 with error HIDDEN');
    await vi.waitFor(() => {
      expect(service.got).toHaveLength(2);
    });
    for (const request of service.got) expect(request.body).not.toMatch(/HIDDEN|anna/);
    expect(eventOf(service.got[1]).message.formatted).toBe('trouble in the queue');
  });

  it('man-38 a dead service costs nothing: it is tried once, left alone, and told of once', async () => {
    const { service, log, lines, told } = await aSink(() => 'cut');
    for (let count = 0; count < 500; count += 1) log.error({ err: new Error('again') }, 'request failed');
    expect(lines).toHaveLength(500);
    await vi.waitFor(() => {
      expect(told).toHaveLength(1);
    });
    log.error('once more');
    expect(service.got.length).toBeLessThanOrEqual(2);
    // All of the burst: what the queue had no room for, and what waited in it.
    expect(told).toEqual([{ isReached: false, letGo: 500 }]);
  });

  it('man-38 a service that asks for patience is asked again when it is over, and a refusal costs one event', async () => {
    const answers = [{ status: 429 }, { status: 400 }, { status: 200 }];
    const { service, log, told } = await aSink(() => answers.shift() ?? { status: 200 }, 1);
    log.error('first');
    await vi.waitFor(() => {
      expect(told).toEqual([{ isReached: false, letGo: 1 }]);
    });
    await vi.waitFor(() => {
      log.error('second');
      expect(service.got.length).toBeGreaterThan(1);
    });
    log.fatal('third');
    await vi.waitFor(() => {
      expect(told).toHaveLength(2);
      expect(service.got.map((request) => eventOf(request).message.formatted)).toContain('third');
    });
    expect(told[1]).toMatchObject({ isReached: true });
  });

  it('man-38 closing sends what waits, or gives up in time, and takes nothing more', async () => {
    const { service, sink, log } = await aSink(() => ({ status: 200 }));
    log.error('first');
    log.error('second');
    await sink.close();
    log.error('third');
    expect(service.got.map((request) => eventOf(request).message.formatted)).toEqual(['first', 'second']);
    const silent = createSentrySink({
      target: { envelopeUrl: 'http://192.0.2.1/api/1/envelope/', publicKey: 'k' },
      ...{ process: 'web', release: null, limits: { timeoutMs: 60_000, restMs: 60_000, closeMs: 20 } },
      onTrouble: () => undefined,
    });
    silent.capture({ level: 'error', message: 'never', fields: {} });
    await silent.close();
  });

  it.each([
    ['https://key@sentry.example.org/7', 'https://sentry.example.org/api/7/envelope/'],
    ['https://key:secret@sentry.example.org:8443/a/b/7', 'https://sentry.example.org:8443/a/b/api/7/envelope/'],
    ['https://sentry.example.org/7', null],
    ['https://key@sentry.example.org/', null],
    ['ftp://key@sentry.example.org/7', null],
    ['nothing', null],
  ])('man-38 the DSN %s leads to %s', (dsn, envelopeUrl) => {
    expect(parseSentryDsn(dsn)?.envelopeUrl ?? null).toBe(envelopeUrl);
    if (envelopeUrl !== null) expect(parseSentryDsn(dsn)?.publicKey).toBe('key');
  });
});
