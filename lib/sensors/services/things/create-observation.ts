import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectInventoryStream, selectSampleNumbers } from '../../data/things/inventory-streams.sql.ts';
import { insertNotice } from '../../data/things/notices.sql.ts';
import {
  insertLinks,
  insertThing,
  insertThingObservations,
  lockThing,
  selectFeatureOf,
  selectLinked,
  type StoredObservation,
} from '../../data/things/write-things.sql.ts';
import { isClients } from '../../domain/things/client-ids.ts';
import { isGeoJson } from '../../domain/things/geo-json.ts';
import { checkMultiResult } from '../../domain/things/multi-datastream.ts';
import { parsePeriod } from '../../domain/things/period.ts';
import { qualities, type Quality } from '../../domain/sample.ts';
import { type ReceivedOutcome, type ReceivedSample, receiveSamples } from '../receive-samples.ts';
import { isInTransaction, SharedIntake } from '../shared-intake.ts';

interface NewObservation {
  readonly values: Readonly<Record<string, unknown>>;
  /** Ids by navigation: Datastream or MultiDatastream, and FeatureOfInterest where one is named. */
  readonly ties: Readonly<Record<string, readonly string[]>>;
}

const shared = new SharedIntake({ store: insertThingObservations, weightOf: () => 1, noun: 'observations of streams' });

/**
 * Stores an observation and gives its id. Without a time it is of now; without a feature, of where its Thing is
 * (OGC 18-088, section 10.2.1.2). What a node of the inventory observed is stored with the node's samples. Outside of a
 * transaction, observations that come at the same time share a commit.
 */
export async function createObservation(ctx: Context, { values, ties }: NewObservation): Promise<string> {
  const [streamId, multiId] = [ties['Datastream']?.[0], ties['MultiDatastream']?.[0]];
  const told = withTimes(ctx, values);
  if (streamId !== undefined && !isClients(streamId)) return storeSample(ctx, streamId, told);
  const stream = { streamId: streamId ?? multiId ?? '', isMulti: streamId === undefined };
  if (stream.isMulti) await requireResults(ctx, stream.streamId, told);
  const featureId = ties['FeatureOfInterest']?.[0] ?? (await featureOf(ctx, stream));
  const observation = { ...stream, featureId, values: told };
  if (!isInTransaction(ctx)) return shared.add(ctx, observation);
  const [id] = await insertThingObservations(ctx, [observation]);
  if (id === undefined) throw new TypeError('an observation that is stored has an id');
  return id;
}

/** Without a time an observation is of now; without another, its result has none. */
export function withTimes({ now }: Pick<Context, 'now'>, values: NewObservation['values']): NewObservation['values'] {
  return {
    ...values,
    phenomenonTime: values['phenomenonTime'] ?? now().toISOString(),
    resultTime: values['resultTime'] ?? null,
  };
}

/** Has subscribers told of an observation of a client's as it is now. */
export async function noticeObservation(
  ctx: Context,
  observationId: string,
  { streamId, values }: StoredObservation,
): Promise<void> {
  const period = parsePeriod(String(values['phenomenonTime']));
  if (period) await insertNotice(ctx, { observationId, streamId, observedAt: period.from });
}

/** Refuses a result that does not fit its MultiDatastream. Errors: `input_invalid`. */
export async function requireResults(ctx: Context, multiId: string, values: NewObservation['values']): Promise<void> {
  const properties = await selectLinked(ctx, 'multistream_property', { leftId: multiId });
  checkMultiResult(values['result'], properties.length);
}

type Stream = Pick<StoredObservation, 'streamId' | 'isMulti'>;

/** The feature that observations of a stream are of when they name none: made once of its Thing's location. */
export async function featureOf(ctx: Context, stream: Stream): Promise<string> {
  return (await selectFeatureOf(ctx, stream)) ?? (await ctx.db.transaction(() => makeFeature(ctx, stream)));
}

async function makeFeature(ctx: Context, { streamId, isMulti }: Stream): Promise<string> {
  const relation = isMulti ? 'multistream_thing' : 'stream_thing';
  const [thingId = ''] = await selectLinked(ctx, relation, { leftId: streamId });
  const locationIds = isClients(thingId) ? await selectLinked(ctx, 'thing_location', { leftId: thingId }) : [];
  const place = await placeOf(ctx, locationIds);
  if (!place) {
    const message = 'The Thing has no location to make it of: name one.';
    throw new Problem('input_invalid', {
      detail: `FeatureOfInterest: ${message}`,
      fields: { FeatureOfInterest: message },
    });
  }
  const [known] = await selectLinked(ctx, 'location_feature', { leftId: place.id });
  if (known !== undefined) return known;
  const { name, description, encodingType, location: feature } = place.values;
  const made = await insertThing(ctx, 'FeaturesOfInterest', { name, description, encodingType, feature });
  await insertLinks(ctx, 'location_feature', { leftId: place.id, rightIds: [made] });
  return made;
}

/** Of several locations of a Thing one that a map can show, else another; all are locked, in their order. Null: there is none. */
async function placeOf(ctx: Context, locationIds: readonly string[]) {
  const places: { readonly id: string; readonly values: NewObservation['values'] }[] = [];
  for (const id of locationIds.toSorted()) {
    const values = await lockThing(ctx, 'Locations', id);
    if (values) places.push({ id, values });
  }
  return places.find(({ values }) => isGeoJson(values)) ?? places[0] ?? null;
}

type InventoryStream = NonNullable<Awaited<ReturnType<typeof selectInventoryStream>>>;

/** A sample that an observation of a stream of the inventory is. Errors: `input_invalid`. */
export function sampleOf(stream: InventoryStream, values: NewObservation['values']): ReceivedSample {
  const { result } = values;
  if (typeof result !== 'number') throw refuse('result', 'Nodes of the inventory observe numbers.');
  const period = parsePeriod(String(values['phenomenonTime']));
  if (!period || period.from.getTime() !== period.to.getTime()) throw refuse('phenomenonTime', 'Send an instant.');
  const at = period.from;
  if (at < stream.fromAt || (stream.toAt !== null && at >= stream.toAt)) {
    throw refuse('phenomenonTime', 'The node was not installed there then.');
  }
  const sample = { observedAt: at, values: { [stream.quantity]: result }, quality: qualityOf(values['resultQuality']) };
  return { node: { id: stream.sourceId }, sample };
}

/** Why a sample is not there as it was sent; null: it is. */
export function problemOf(outcome: ReceivedOutcome | undefined): Problem | null {
  if (outcome?.refused)
    return refuse(outcome.refused.member === 'time' ? 'phenomenonTime' : 'result', outcome.refused.message);
  if (!outcome || outcome.contradicted.length === 0) return null;
  return new Problem('already_exists', {
    detail: 'The node sent another value for this instant before; the first one stays.',
  });
}

async function storeSample(ctx: Context, streamId: string, values: NewObservation['values']): Promise<string> {
  const stream = await selectInventoryStream(ctx, streamId);
  if (!stream) throw new Problem('not_found');
  const received = sampleOf(stream, values);
  const [outcome] = await receiveSamples(ctx, [received]);
  const problem = problemOf(outcome);
  if (problem) throw problem;
  const { observedAt } = received.sample;
  const number = (await selectSampleNumbers(ctx, stream, [observedAt])).get(observedAt.getTime());
  if (number === undefined) throw new Problem('not_found');
  return number;
}

function qualityOf(told: unknown): Quality {
  return qualities.find((one) => one === told) ?? 'M';
}

function refuse(name: string, message: string): Problem {
  return new Problem('input_invalid', { detail: `${name}: ${message}`, fields: { [name]: message } });
}
