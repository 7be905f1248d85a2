import { answerJson } from '#lib/platform/http/answer-json.ts';
import type { Context } from '#lib/platform/context.ts';
import { type ReceivedSample, receiveSamples, resolvePack } from '#lib/sensors/index.ts';

/** Quantities by the last part of a SenML name; names of our own are taken as they are. */
const quantities: Readonly<Record<string, string>> = { temp: 'temperature', rh: 'humidity', hum: 'humidity' };

/** `…<EUI or id>:<quantity>` or `…/<quantity>`; the URN schemes of RFC 9039 may stand before. */
const nameShape = /(?:^|[:/])([0-9a-f]{16}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[:/.]([A-Za-z0-9_]+)$/i;

interface PlacedRecord {
  readonly received: ReceivedSample | null;
  readonly message: string;
}

/**
 * `POST /ingest/v1/senml`: a SenML pack (RFC 8428) of any nodes. Answers one outcome for each record; 201 when all of
 * them are here afterwards, else 422 with what is wrong by record, and the sound ones are stored.
 */
export async function ingestSenml(ctx: Context, body: unknown): Promise<Response> {
  const records = resolvePack(body, ctx.now()).map(({ name, at, value }): PlacedRecord => {
    const [, device = '', word = ''] = nameShape.exec(name) ?? [];
    if (device === '') return { received: null, message: 'The name does not end in a device and a quantity.' };
    if (value === null) return { received: null, message: 'The record has no number.' };
    const node = device.length === 16 ? { eui64: device.toUpperCase() } : { id: device.toLowerCase() };
    const values = { [quantities[word] ?? word]: value };
    const sample = { observedAt: new Date(Math.floor(at.getTime() / 1000) * 1000), values, quality: 'M' as const };
    return { received: { node, sample }, message: '' };
  });
  const outcomes = await receiveSamples(
    ctx,
    records.flatMap(({ received }) => received ?? []),
  );
  const queue = [...outcomes];
  const told = records.map(({ received, message }) => {
    const outcome = received === null ? undefined : queue.shift();
    if (outcome === undefined) return { state: 'refused', message };
    if (outcome.refused) return { state: 'refused', message: outcome.refused.message };
    if (outcome.contradicted.length > 0) return { state: 'contradicted', message: 'Another value is here and stays.' };
    return { state: outcome.stored > 0 ? 'stored' : 'repeated' };
  });
  const isWhole = told.every(({ state }) => state === 'stored' || state === 'repeated');
  return answerJson({ records: told }, isWhole ? 201 : 422);
}
