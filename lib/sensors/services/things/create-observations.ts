import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectInventoryStream, selectSampleNumbers } from '../../data/things/inventory-streams.sql.ts';
import { existsThing } from '../../data/things/read-things.sql.ts';
import { insertThingObservations, selectLinked, type StoredObservation } from '../../data/things/write-things.sql.ts';
import { isClients } from '../../domain/things/client-ids.ts';
import type { EntitySetName } from '../../domain/things/entity-sets.ts';
import { checkMultiResult } from '../../domain/things/multi-datastream.ts';
import { parseEntity } from '../../domain/things/parse-entity.ts';
import { asMember } from '../../domain/things/thing-reader.ts';
import { type ReceivedSample, receiveSamples } from '../receive-samples.ts';
import { featureOf, problemOf, sampleOf, withTimes } from './create-observation.ts';
import { requireThingVerb } from './require-thing-verb.ts';

/** An observation of a stream: what it holds, and its feature where it names one. */
export interface StreamObservation {
  readonly body: unknown;
  readonly featureId: string | null;
}

/** The stream that observations are of. */
export interface ObservedStream {
  readonly id: string;
  readonly isMulti: boolean;
}

/** Its id, or why it was not stored. */
export type ObservationOutcome = { readonly id: string } | { readonly problem: Problem };

/** Rows of one statement. */
const rowsAtATime = 1000;

/**
 * Stores many observations of one stream by a handful of statements, and tells what became of each in their order; one that is
 * wrong costs no other (OGC 18-088, section 12.2). Errors: `permission_missing`, `input_invalid` (there is no such stream).
 */
export async function createObservations(
  ctx: Context,
  { stream, observations }: { readonly stream: ObservedStream; readonly observations: readonly StreamObservation[] },
): Promise<ObservationOutcome[]> {
  requireThingVerb(ctx, 'observe');
  const set = stream.isMulti ? 'MultiDatastreams' : 'Datastreams';
  if (!(await exists(ctx, set, stream.id)))
    throw refuse(set.slice(0, -1), `${set} have none with the id ${stream.id}.`);
  return isClients(stream.id) ? storeRows(ctx, stream, observations) : storeSamples(ctx, stream, observations);
}

async function storeSamples(
  ctx: Context,
  { id }: ObservedStream,
  observations: readonly StreamObservation[],
): Promise<ObservationOutcome[]> {
  const stream = await selectInventoryStream(ctx, id);
  if (!stream) throw new Problem('not_found');
  const read = observations.map(({ body }) =>
    attempt(() => sampleOf(stream, withTimes(ctx, parseEntity('Observations', body).values))),
  );
  const samples = read.flatMap((one) => ('value' in one ? [one.value] : []));
  const outcomes = await receiveSamples(ctx, samples);
  const numbers = await selectSampleNumbers(
    ctx,
    stream,
    samples.map(({ sample }) => sample.observedAt),
  );
  return read.map((one: Attempt<ReceivedSample>): ObservationOutcome => {
    if ('problem' in one) return one;
    const problem = problemOf(outcomes.shift());
    const number = numbers.get(one.value.sample.observedAt.getTime());
    if (problem || number === undefined) return { problem: problem ?? new Problem('not_found') };
    return { id: number };
  });
}

async function storeRows(
  ctx: Context,
  { id: streamId, isMulti }: ObservedStream,
  observations: readonly StreamObservation[],
): Promise<ObservationOutcome[]> {
  const properties = isMulti ? await selectLinked(ctx, 'multistream_property', { leftId: streamId }) : null;
  const needsFeature = observations.some(({ featureId }) => featureId === null);
  const ownFeature = needsFeature ? await attemptLater(() => featureOf(ctx, { streamId, isMulti })) : null;
  const features = await knownFeatures(ctx, observations);
  const read = observations.map(({ body, featureId }) =>
    attempt((): StoredObservation => {
      const values = withTimes(ctx, parseEntity('Observations', body).values);
      if (properties) checkMultiResult(values['result'], properties.length);
      if (featureId !== null && !features.has(featureId))
        throw refuse('FeatureOfInterest', `FeaturesOfInterest have none with the id ${featureId}.`);
      if (featureId === null && ownFeature && 'problem' in ownFeature) throw ownFeature.problem;
      const own = ownFeature && 'value' in ownFeature ? ownFeature.value : null;
      return { streamId, isMulti, featureId: featureId ?? own, values };
    }),
  );
  const sound = read.flatMap((one) => ('value' in one ? [one.value] : []));
  const stored: ObservationOutcome[] = [];
  for (let at = 0; at < sound.length; at += rowsAtATime) {
    stored.push(...(await insertAll(ctx, sound.slice(at, at + rowsAtATime))));
  }
  return read.map((one) => ('problem' in one ? one : (stored.shift() ?? { problem: new Problem('not_found') })));
}

/** All at once; what the database cannot take is found by halves. */
async function insertAll(ctx: Context, rows: readonly StoredObservation[]): Promise<ObservationOutcome[]> {
  try {
    const ids = await ctx.db.transaction(() => insertThingObservations(ctx, rows));
    return ids.map((id) => ({ id }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (rows.length === 1) return [{ problem: error }];
    const half = Math.ceil(rows.length / 2);
    return [...(await insertAll(ctx, rows.slice(0, half))), ...(await insertAll(ctx, rows.slice(half)))];
  }
}

async function knownFeatures(ctx: Context, observations: readonly StreamObservation[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const id of new Set(observations.flatMap(({ featureId }) => featureId ?? []))) {
    if (await exists(ctx, 'FeaturesOfInterest', id)) known.add(id);
  }
  return known;
}

function exists(ctx: Context, set: EntitySetName, id: string): Promise<boolean> {
  return existsThing(asMember(ctx), [{ set, navigation: null, id }]);
}

type Attempt<Value> = { readonly value: Value } | { readonly problem: Problem };

function attempt<Value>(work: () => Value): Attempt<Value> {
  try {
    return { value: work() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}

async function attemptLater<Value>(work: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { value: await work() };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}

function refuse(name: string, message: string): Problem {
  return new Problem('input_invalid', { detail: `${name}: ${message}`, fields: { [name]: message } });
}
