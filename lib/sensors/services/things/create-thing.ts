import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { existsThing } from '../../data/things/read-things.sql.ts';
import { insertLinks, insertThing } from '../../data/things/write-things.sql.ts';
import {
  type EntitySetName,
  entitySets,
  findNavigation,
  isOfObservations,
  type Navigation,
} from '../../domain/things/entity-sets.ts';
import { checkMultiDatastream } from '../../domain/things/multi-datastream.ts';
import { parseEntity, type SentEntity } from '../../domain/things/parse-entity.ts';
import { asMember } from '../../domain/things/thing-reader.ts';
import type { PathStep } from '../../domain/things/things-query.ts';
import { isInTransaction } from '../shared-intake.ts';
import { createObservation } from './create-observation.ts';
import { followHistory, moveThing } from './move-thing.ts';
import { resolveThing } from './read-things.ts';
import { requireThingVerb } from './require-thing-verb.ts';

export interface CreateThingInput {
  /** Address of the set; behind another entity, the new one is tied to that. */
  readonly steps: readonly PathStep[];
  readonly body: unknown;
}

/** What a new entity hangs on besides what it says itself: ids by navigation of its own set. */
type Given = Readonly<Record<string, readonly string[]>>;

/**
 * Makes an entity with all that comes in it, or nothing of it (OGC 18-088, section 10.2); gives its set and id.
 * Asks for `sources.manage`; an observation alone for `intake.send` too. Errors: `input_invalid`, `not_found` (a parent in
 * the address), `permission_missing`.
 */
export async function createThing(ctx: Context, { steps, body }: CreateThingInput) {
  const last = steps.at(-1);
  if (!last) throw new TypeError('an address names something');
  requireThingVerb(ctx, last.set === 'Observations' ? 'observe' : 'write');
  const given = await givenBy(ctx, steps);
  const entity = { set: last.set, body, given, place: '' };
  if (last.set === 'Observations' && !isInTransaction(ctx) && isAlone(body))
    return { set: last.set, id: await createEntity(ctx, entity) };
  return ctx.db.transaction(async () => {
    const id = await createEntity(ctx, entity);
    if (last.set !== 'Observations') {
      const about = { subjectType: 'sensor_thing', detail: { set: last.set, id } };
      await writeAudit(ctx, { action: 'sensor_thing.create', ...about });
    }
    return { set: last.set, id };
  });
}

/** An observation that brings nothing else along is one row: it needs no transaction of its own. */
function isAlone(body: unknown): boolean {
  const { ties } = parseEntity('Observations', body);
  return Object.values(ties).every((ofOne) => ofOne.every((tie) => 'id' in tie));
}

async function givenBy(ctx: Context, steps: readonly PathStep[]): Promise<Given> {
  const [parent, last] = [steps.at(-2), steps.at(-1)];
  if (!parent || !last || last.navigation === null) return {};
  const { id } = await resolveThing(ctx, steps.slice(0, -1));
  const back = backOf(parent.set, last.navigation);
  return back ? { [back.name]: [id] } : {};
}

/** The navigation that leads back. */
function backOf(set: EntitySetName, name: string): Navigation | undefined {
  const there = findNavigation(set, name);
  return there
    ? entitySets[there.target].navigations.find(
        ({ relation, side }) => relation === there.relation && side !== there.side,
      )
    : undefined;
}

interface NewEntity {
  readonly set: EntitySetName;
  readonly body: unknown;
  readonly given: Given;
  /** Path of the body within what was sent. */
  readonly place: string;
}

async function createEntity(ctx: Context, { set, body, given, place }: NewEntity): Promise<string> {
  const sent = parseEntity(set, body, { place });
  const towards = entitySets[set].navigations.filter(({ side }) => side === 'left');
  requireTies(towards, { sent, given, place });
  if (set === 'Observations') requireOneStream({ sent, given, place });
  const ties: Record<string, readonly string[]> = {};
  for (const navigation of towards) {
    ties[navigation.name] = await tieOf(ctx, navigation, { sent, given, place });
  }
  if (set === 'Observations') return createObservation(ctx, { values: sent.values, ties });
  const isMulti = set === 'MultiDatastreams';
  const values = isMulti
    ? checkMultiDatastream(sent.values, ties['ObservedProperties']?.length ?? 0, place)
    : sent.values;
  const id = await insertThing(ctx, set, values);
  for (const { name, relation } of towards) {
    if (relation === 'thing_location') await moveThing(ctx, { thingId: id, locationIds: ties[name] ?? [] });
    else if (!isOfObservations(relation)) {
      await insertLinks(ctx, relation, { leftId: id, rightIds: ties[name] ?? [] });
    }
  }
  const [thingId] = ties['Thing'] ?? [];
  if (set === 'HistoricalLocations' && thingId !== undefined) {
    await followHistory(ctx, { thingId, historyId: id, locationIds: ties['Locations'] ?? [] });
  }
  await createFollowers(ctx, { set, sent, id, given, place });
  return id;
}

/** What a new entity is tied to: what it says itself, what is given besides, and the path of its body. */
interface Tying {
  readonly sent: SentEntity;
  readonly given: Given;
  readonly place: string;
}

function requireTies(towards: readonly Navigation[], { sent, given, place }: Tying): void {
  for (const { name, isRequired, isMany } of towards) {
    const count = countTies({ sent, given }, name);
    if (isRequired && count === 0) throw refuse(place, name, 'It is required: send the entity, or a link to it.');
    if (!isMany && count > 1) throw refuse(place, name, 'It leads to one entity, and several are given.');
  }
}

function countTies({ sent, given }: Omit<Tying, 'place'>, name: string): number {
  return (given[name]?.length ?? 0) + (sent.ties[name]?.length ?? 0);
}

/** An observation is of a Datastream or of a MultiDatastream. */
function requireOneStream(tying: Tying): void {
  const count = countTies(tying, 'Datastream') + countTies(tying, 'MultiDatastream');
  if (count === 1) return;
  const message =
    count === 0 ? 'It is required, or a MultiDatastream: send a link to it.' : 'There is a MultiDatastream too.';
  throw refuse(tying.place, 'Datastream', message);
}

/** Ids of what a new entity refers to: told by the address, then linked to and made along with it as they were sent. */
async function tieOf(
  ctx: Context,
  { name, target, isOrdered }: Navigation,
  { sent, given, place }: Tying,
): Promise<string[]> {
  const ids: string[] = [...(given[name] ?? [])];
  for (const tie of sent.ties[name] ?? []) {
    if ('id' in tie) {
      await requireEntity(ctx, target, { id: tie.id, place, name });
      ids.push(tie.id);
      continue;
    }
    // Who may only send observations makes nothing else along with them.
    requireThingVerb(ctx, 'write');
    ids.push(await createEntity(ctx, { set: target, body: tie.body, given: {}, place: pathOf(place, name) }));
  }
  return isOrdered ? ids : [...new Set(ids)];
}

/** Makes what came with an entity and refers to it. */
async function createFollowers(
  ctx: Context,
  { set, sent, id, given, place }: { readonly sent: SentEntity; readonly id: string } & Omit<NewEntity, 'body'>,
): Promise<void> {
  for (const { name, side, target, relation } of entitySets[set].navigations) {
    if (side !== 'right') continue;
    const back = backOf(set, name);
    for (const body of sent.nested[name] ?? []) {
      const tie = { [back?.name ?? '']: [id] };
      await createEntity(ctx, { set: target, body, given: tie, place: pathOf(place, name) });
    }
    const linked = [...(given[name] ?? []), ...(sent.links[name] ?? [])];
    if (linked.length === 0) continue;
    if (relation !== 'thing_location') throw refuse(place, name, 'Those belong to another already; send new ones.');
    for (const thingId of linked) {
      await requireEntity(ctx, target, { id: thingId, place, name });
      await moveThing(ctx, { thingId, locationIds: [id] });
    }
  }
}

async function requireEntity(
  ctx: Context,
  set: EntitySetName,
  { id, place, name }: { readonly id: string; readonly place: string; readonly name: string },
): Promise<void> {
  if (await existsThing(asMember(ctx), [{ set, navigation: null, id }])) return;
  throw refuse(place, name, `${set} have none with the id ${id}.`);
}

function pathOf(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}

function refuse(place: string, name: string, message: string): Problem {
  const path = pathOf(place, name);
  return new Problem('input_invalid', { detail: `${path}: ${message}`, fields: { [path]: message } });
}
