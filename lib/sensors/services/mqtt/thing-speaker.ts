import type { EntitySetName } from '../../domain/things/entity-sets.ts';
import type { ThingRow } from '../../domain/things/thing-rows.ts';
import type { CreateThingInput } from '../things/create-thing.ts';

/** An entity that is new or was changed. */
export interface ThingNews {
  readonly set: EntitySetName;
  /** Of an observation, whose stream it is of; null for other sets. */
  readonly streamId: string | null;
  readonly row: ThingRow;
}

/** What subscribers of a broker are told of an entity. */
export interface ToldThing {
  /** Topics, without what the connection puts before them. */
  readonly topics: readonly string[];
  readonly payload: string;
}

/** SensorThings as they are spoken at brokers (OGC 18-088, section 14), for those who hold the lines. */
export interface ThingSpeaker {
  /** Whether we said it: a broker sends back what one publishes where one listens. */
  readonly isOwn: (payload: Buffer) => boolean;
  /** What a message asks to be made. Errors: `input_invalid`, `not_found` (the topic names nothing). */
  readonly read: (topic: string, payload: Buffer) => CreateThingInput;
  /** An entity, for its subscribers. */
  readonly tell: (news: ThingNews) => ToldThing;
}
