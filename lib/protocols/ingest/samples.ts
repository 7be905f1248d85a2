import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { maxSamples, qualities, type ReceivedOutcome, receiveSamples } from '#lib/sensors/index.ts';
import { answerDocument, answerErrors, type JsonApiError, pointerOf } from './json-api.ts';

const decimal = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d+)?$/)
    .transform(Number),
]);

/** A sample as the replaced server takes it (managair.md 9), and its status, which it did not let one set. */
const sampleSchema = z.object({
  type: z.literal('Sample', 'The type of this resource is Sample.'),
  attributes: z.object({
    timestamp_s: z.number().int().min(0),
    co2_ppm: z.number().nullish(),
    temperature_celsius: decimal.nullish(),
    rel_humidity_percent: z.number().nullish(),
    measurement_status: z.enum(qualities).default('M'),
  }),
  relationships: z.object({ node: z.object({ data: z.object({ type: z.literal('Node'), id: z.guid() }) }) }),
});
type SampleDocument = z.infer<typeof sampleSchema>;

/** Attribute of the document by member of our sample. */
const attributes: Readonly<Record<string, string>> = {
  time: 'timestamp_s',
  values: 'co2_ppm',
  co2: 'co2_ppm',
  temperature: 'temperature_celsius',
  humidity: 'rel_humidity_percent',
};

/**
 * `POST /ingest/v1/ingest/`: one sample, or a list of them. One: 201 stored, 200 here already, 409 another value is here,
 * 400 wrong. A list: 201 when all of them are here afterwards; else the first of these statuses with one error an item,
 * and the sound ones are stored.
 */
export async function ingestSamples(ctx: Context, document: unknown): Promise<Response> {
  const data = z.looseObject({ data: z.unknown() }).safeParse(document).data?.data;
  if (data === undefined || data === null) {
    return answerErrors([{ status: 400, detail: 'The document has no member "data".', pointer: '/data' }]);
  }
  const isList = Array.isArray(data);
  const items: readonly unknown[] = isList ? data : [data];
  if (items.length > maxSamples) {
    return answerErrors([{ status: 413, detail: `A request takes ${String(maxSamples)} samples.`, pointer: '/data' }]);
  }
  const pointers = items.map((_, index) => (isList ? `/data/${String(index)}` : '/data'));
  const parsed = items.map((item) => sampleSchema.safeParse(item));
  const errors = parsed.flatMap(({ error }, index) => (error ? explain(error, pointers[index] ?? '') : []));
  const sound = parsed.flatMap(({ data: sample }, index) =>
    sample ? [{ document: sample, pointer: pointers[index] ?? '' }] : [],
  );
  const outcomes = await receiveSamples(
    ctx,
    sound.map(({ document: { attributes: values, relationships } }) => ({
      node: { id: relationships.node.data.id.toLowerCase() },
      sample: sampleOf(values),
    })),
  );
  const resources = sound.map((item, index) => tell(item, outcomes[index], errors));
  if (errors.length > 0) return answerErrors(errors);
  const isNew = outcomes.some((outcome) => outcome.refused === undefined && outcome.stored > 0);
  return answerDocument({ data: isList ? resources : resources[0] }, isList || isNew ? 201 : 200);
}

function sampleOf(values: SampleDocument['attributes']) {
  const told = {
    co2: values.co2_ppm,
    temperature: values.temperature_celsius,
    humidity: values.rel_humidity_percent,
  };
  const given = Object.entries(told).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const observedAt = new Date(values.timestamp_s * 1000);
  return { observedAt, values: Object.fromEntries(given), quality: values.measurement_status };
}

/** The resource of a sample that is stored; what is wrong with another goes to the errors. */
function tell(
  { document, pointer }: { readonly document: SampleDocument; readonly pointer: string },
  outcome: ReceivedOutcome | undefined,
  errors: JsonApiError[],
): object {
  if (outcome?.refused) {
    const { member, message } = outcome.refused;
    const where = member === 'node' ? 'relationships/node' : `attributes/${attributes[member] ?? member}`;
    errors.push({ status: 400, detail: message, pointer: `${pointer}/${where}` });
    return {};
  }
  for (const key of outcome?.contradicted ?? []) {
    const detail = 'The node sent another value for this second before; the first one stays.';
    errors.push({ status: 409, detail, pointer: `${pointer}/attributes/${attributes[key] ?? key}` });
  }
  const { attributes: values, relationships } = document;
  const temperature = values.temperature_celsius;
  return {
    type: 'Sample',
    id: idOf(outcome?.node.legacyId ?? 0, values.timestamp_s),
    attributes: {
      timestamp_s: values.timestamp_s,
      co2_ppm: values.co2_ppm ?? null,
      temperature_celsius: temperature === null || temperature === undefined ? null : temperature.toFixed(1),
      rel_humidity_percent: values.rel_humidity_percent ?? null,
      measurement_status: values.measurement_status,
    },
    relationships,
  };
}

/** Samples are a view of observations: node and second are all there is of an id, put into one integer. */
function idOf(node: number, timestampS: number): string {
  return String((BigInt(node) << 32n) + BigInt(timestampS));
}

function explain({ issues }: z.ZodError, pointer: string): JsonApiError[] {
  return issues.map(({ path, message }) => ({
    status: path.at(-1) === 'type' ? 409 : 400,
    detail: message,
    pointer: pointerOf(pointer, path),
  }));
}
