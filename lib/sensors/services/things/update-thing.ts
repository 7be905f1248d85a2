import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { parseInput } from '#lib/platform/problems/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { existsThing } from '../../data/things/read-things.sql.ts';
import {
  deleteLinks,
  insertLinks,
  lockObservation,
  lockThing,
  selectLinked,
  type StoredObservation,
  updateObservation,
  updateThing as storeThing,
} from '../../data/things/write-things.sql.ts';
import { isClients } from '../../domain/things/client-ids.ts';
import { type EntitySetName, findNavigation, isOfObservations } from '../../domain/things/entity-sets.ts';
import { checkMultiDatastream } from '../../domain/things/multi-datastream.ts';
import { parseEntity, type SentEntity } from '../../domain/things/parse-entity.ts';
import { jsonPatchSchema, patchJson } from '../../domain/things/patch-json.ts';
import { asMember } from '../../domain/things/thing-reader.ts';
import type { PathStep } from '../../domain/things/things-query.ts';
import { noticeObservation, requireResults } from './create-observation.ts';
import { moveThing } from './move-thing.ts';
import { resolveThing } from './read-things.ts';
import { requireThingVerb } from './require-thing-verb.ts';

export interface UpdateThingInput {
  readonly steps: readonly PathStep[];
  /** `merge`: members that are sent replace those there are. `replace`: members that are not sent go. `json-patch`: RFC 6902. */
  readonly by: 'merge' | 'replace' | 'json-patch';
  readonly body: unknown;
}

/**
 * Changes an entity that a client made, and what it refers to (OGC 18-088, section 10.3); gives its set and id. Asks for
 * `sources.manage`. Errors: `not_found`, `input_invalid`, `changed_meanwhile` (a test of a JSON Patch), `state_conflict`
 * (it belongs to the inventory), `permission_missing`.
 */
export async function updateThing(ctx: Context, { steps, by, body }: UpdateThingInput) {
  requireThingVerb(ctx, 'write');
  const { set, id } = await resolveThing(ctx, steps);
  requireClients(id);
  await ctx.db.transaction(async () => {
    const observation = set === 'Observations' ? await lockObservation(ctx, id) : null;
    const values = observation ? observation.values : await lockThing(ctx, set, id);
    if (!values) throw new Problem('not_found');
    const sent = changed(set, { by, body, values });
    const links = await checkLinks(ctx, set, sent);
    if (observation) await changeObservation(ctx, { id, observation, values: sent.values, links });
    else {
      const isMulti = set === 'MultiDatastreams';
      await storeThing(ctx, id, isMulti ? await fitting(ctx, { id, links, values: sent.values }) : sent.values);
      await changeLinks(ctx, { set, id, links });
    }
    await writeAudit(ctx, { action: 'sensor_thing.update', subjectType: 'sensor_thing', detail: { set, id } });
  });
  return { set, id };
}

interface ObservationChange {
  readonly id: string;
  /** As it was. */
  readonly observation: StoredObservation;
  readonly values: SentEntity['values'];
  readonly links: SentEntity['links'];
}

async function changeObservation(ctx: Context, { id, observation, values, links }: ObservationChange): Promise<void> {
  // An observation is always of some time: a change cannot take it away.
  const phenomenonTime = values['phenomenonTime'] ?? observation.values['phenomenonTime'];
  const stream = streamAfter(observation, links);
  if (!isClients(stream.streamId))
    throw new Problem('state_conflict', { detail: 'Samples of nodes are sent, not moved.' });
  if (stream.isMulti) await requireResults(ctx, stream.streamId, values);
  const featureId = links['FeatureOfInterest']?.[0] ?? observation.featureId;
  const next = { ...stream, featureId, values: { ...values, phenomenonTime } };
  await updateObservation(ctx, id, next);
  await noticeObservation(ctx, id, next);
}

/** The stream that an observation is of after a change. */
function streamAfter(
  { streamId, isMulti }: StoredObservation,
  links: SentEntity['links'],
): Pick<StoredObservation, 'streamId' | 'isMulti'> {
  const [one, multi] = [links['Datastream']?.[0], links['MultiDatastream']?.[0]];
  if (one !== undefined && multi !== undefined) {
    const message = 'An observation is of one stream: name the one or the other.';
    throw new Problem('input_invalid', { detail: `Datastream: ${message}`, fields: { Datastream: message } });
  }
  if (one !== undefined) return { streamId: one, isMulti: false };
  return multi === undefined ? { streamId, isMulti } : { streamId: multi, isMulti: true };
}

/** What a MultiDatastream is to hold, which fits the ObservedProperties that it is to have. */
async function fitting(
  ctx: Context,
  { id, links, values }: Pick<SentEntity, 'links' | 'values'> & { readonly id: string },
): Promise<SentEntity['values']> {
  const properties = links['ObservedProperties'] ?? (await selectLinked(ctx, 'multistream_property', { leftId: id }));
  return checkMultiDatastream(values, properties.length);
}

/** Refuses to change what the inventory holds through this door: it has its own rules and pages. */
export function requireClients(id: string): void {
  if (isClients(id)) return;
  throw new Problem('state_conflict', { detail: 'This belongs to the inventory of sensors: change it there.' });
}

interface Change extends Omit<UpdateThingInput, 'steps'> {
  readonly values: Readonly<Record<string, unknown>>;
}

/** The entity as it is to be, checked whole. */
function changed(set: EntitySetName, { by, body, values }: Change): SentEntity {
  if (by === 'json-patch') return parseEntity(set, patchJson(values, parseInput(jsonPatchSchema, body)));
  const sent = parseEntity(set, body, { isChange: by === 'merge' });
  const [inline] = Object.keys(sent.nested);
  if (inline !== undefined) {
    const message = 'A change takes links alone: {"@iot.id": …}.';
    throw new Problem('input_invalid', { detail: `${inline}: ${message}`, fields: { [inline]: message } });
  }
  if (by === 'replace') return sent;
  // Checked again as a whole, so that what a change leaves is what could have been made.
  return { ...sent, values: parseEntity(set, { ...values, ...sent.values }).values };
}

async function checkLinks(ctx: Context, set: EntitySetName, { links }: SentEntity): Promise<SentEntity['links']> {
  for (const [name, ids] of Object.entries(links)) {
    const navigation = findNavigation(set, name);
    const isAllowed = navigation?.side === 'left' && (navigation.isMany || ids.length === 1);
    const found = isAllowed && (await allExist(ctx, navigation.target, ids));
    const message = isAllowed ? 'There is no such entity.' : 'It cannot be changed from here: change the other end.';
    if (!found) throw new Problem('input_invalid', { detail: `${name}: ${message}`, fields: { [name]: message } });
  }
  return links;
}

async function allExist(ctx: Context, set: EntitySetName, ids: readonly string[]): Promise<boolean> {
  for (const id of ids) if (!(await existsThing(asMember(ctx), [{ set, navigation: null, id }]))) return false;
  return true;
}

async function changeLinks(
  ctx: Context,
  { set, id, links }: { readonly set: EntitySetName; readonly id: string; readonly links: SentEntity['links'] },
): Promise<void> {
  for (const [name, named] of Object.entries(links)) {
    const { relation, isOrdered } = findNavigation(set, name) ?? {};
    const ids = isOrdered ? named : [...new Set(named)];
    if (relation === 'thing_location') await moveThing(ctx, { thingId: id, locationIds: ids });
    else if (relation !== undefined && !isOfObservations(relation)) {
      await deleteLinks(ctx, relation, id);
      await insertLinks(ctx, relation, { leftId: id, rightIds: ids });
    }
  }
}
