import type { ThingRow } from '../../domain/things/thing-rows.ts';
import type { CreateThingInput } from '../things/create-thing.ts';

/** What subscribers of a broker are told of an observation. */
export interface ToldObservation {
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
  /** An observation of a stream, for its subscribers. */
  readonly tell: (row: ThingRow, streamId: string) => ToldObservation;
}
