import { answerJson } from '#lib/platform/http/answer-json.ts';
import type { Context } from '#lib/platform/context.ts';
import { receiveSamples } from '#lib/sensors/index.ts';
import { placeRecords } from './place-records.ts';

/**
 * `POST /ingest/v1/senml`: a SenML pack (RFC 8428) of any nodes. Answers one outcome for each record; 201 when all of
 * them are here afterwards, else 422 with what is wrong by record, and the sound ones are stored.
 */
export async function ingestSenml(ctx: Context, body: unknown): Promise<Response> {
  const records = placeRecords(body, { now: ctx.now(), node: null });
  const queue = await receiveSamples(
    ctx,
    records.flatMap(({ received }) => received ?? []),
  );
  const told = records.map((record) => {
    if (record.received === null) return { state: 'refused', message: record.message };
    const outcome = queue.shift();
    if (outcome === undefined) return { state: 'refused', message: 'It was not stored.' };
    if (outcome.refused) return { state: 'refused', message: outcome.refused.message };
    if (outcome.contradicted.length > 0) return { state: 'contradicted', message: 'Another value is here and stays.' };
    return { state: outcome.stored > 0 ? 'stored' : 'repeated' };
  });
  const isWhole = told.every(({ state }) => state === 'stored' || state === 'repeated');
  return answerJson({ records: told }, isWhole ? 201 : 422);
}
