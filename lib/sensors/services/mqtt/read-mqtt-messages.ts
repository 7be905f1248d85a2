import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import {
  lockWaitingMqttMessages,
  selectWaitingMqttMessages,
  settleMqttMessages,
  type SettledMqttMessage,
  type WaitingMqttMessage,
} from '../../data/mqtt/messages.sql.ts';
import type { NetworkMessage } from '../../domain/message.ts';
import { type MessageOutcome, receiveMessages } from '../receive-messages.ts';
import { createThing, type CreateThingInput } from '../things/create-thing.ts';
import { maxSamples, receiveSamples, type ReceivedOutcome, type ReceivedSample } from '../receive-samples.ts';

export type { WaitingMqttMessage };

/** What a message says, once its words are understood. */
export type MqttReading =
  | { readonly uplink: NetworkMessage | null }
  | { readonly thing: CreateThingInput }
  | {
      readonly samples: readonly ReceivedSample[];
      /** What could not be placed, in words. */
      readonly flaws: readonly string[];
    };

/** Reads one message; throws `input_invalid` or `not_found` when it cannot be read. */
export type ReadMqtt = (message: WaitingMqttMessage) => MqttReading;

const messagesAtATime = 200;

/**
 * Reads the waiting messages of a connection, oldest first, with `read`, and stores what they bring (man-20, man-35). One
 * that is wrong is kept with its reason and stops no other. Gives the number. Safe to run again after a crash.
 */
export async function readMqttMessages(ctx: Context, connectionId: string, read: ReadMqtt): Promise<number> {
  let total = 0;
  for (;;) {
    const messages = await selectWaitingMqttMessages(ctx, connectionId, messagesAtATime);
    if (messages.length === 0) return total;
    await settleMqttMessages(ctx, await takeAll(ctx, messages, read));
    total += messages.length;
  }
}

/** All at once; when that fails for a reason that is not a message's own, each alone. */
async function takeAll(
  ctx: Context,
  messages: readonly WaitingMqttMessage[],
  read: ReadMqtt,
): Promise<SettledMqttMessage[]> {
  try {
    return await takeTogether(ctx, messages, read);
  } catch (error) {
    const [only] = messages;
    if (messages.length === 1 && only) {
      if (!(error instanceof Problem)) ctx.log.error({ err: error, messageId: only.id }, 'a message was not stored');
      return [{ id: only.id, state: 'refused', detail: 'It could not be stored.' }];
    }
    const settled: SettledMqttMessage[] = [];
    for (const message of messages) settled.push(...(await takeAll(ctx, [message], read)));
    return settled;
  }
}

interface ReadMessage {
  readonly message: WaitingMqttMessage;
  readonly reading: MqttReading | { readonly refusal: string };
}

async function takeTogether(
  ctx: Context,
  messages: readonly WaitingMqttMessage[],
  read: ReadMqtt,
): Promise<SettledMqttMessage[]> {
  const readings = messages.map((message): ReadMessage => ({ message, reading: readOne(message, read) }));
  const received = readings.flatMap(({ reading }) => ('samples' in reading ? reading.samples : []));
  const outcomes: ReceivedOutcome[] = [];
  for (let at = 0; at < received.length; at += maxSamples) {
    outcomes.push(...(await receiveSamples(ctx, received.slice(at, at + maxSamples))));
  }
  const uplinks = readings.flatMap(({ reading }) => ('uplink' in reading && reading.uplink ? [reading.uplink] : []));
  const receipts = await receiveMessages(ctx, uplinks);
  const things = await takeThings(
    ctx,
    readings.flatMap(({ message: { id }, reading }) => ('thing' in reading ? [{ id, input: reading.thing }] : [])),
  );
  const settled: SettledMqttMessage[] = [...things];
  for (const { message, reading } of readings) {
    if ('thing' in reading) continue;
    if ('refusal' in reading) settled.push({ id: message.id, state: 'refused', detail: reading.refusal });
    else if ('uplink' in reading) settled.push(tellUplink(message.id, reading.uplink ? receipts.shift() : undefined));
    else settled.push(tell(message.id, outcomes.splice(0, reading.samples.length), reading.flaws));
  }
  return settled;
}

function readOne(message: WaitingMqttMessage, read: ReadMqtt): ReadMessage['reading'] {
  try {
    return read(message);
  } catch (error) {
    if (error instanceof Problem) return { refusal: error.message };
    throw error;
  }
}

function tellUplink(id: string, outcome: MessageOutcome | undefined): SettledMqttMessage {
  if (outcome === undefined) return { id, state: 'taken', detail: 'The event carries no payload.' };
  if ('problem' in outcome) return { id, state: 'refused', detail: outcome.problem.message };
  return { id, state: 'taken', detail: outcome.detail };
}

interface AskedThing {
  /** Of the message. */
  readonly id: string;
  readonly input: CreateThingInput;
}

/**
 * Makes what messages of SensorThings ask for, and settles the messages in the same transaction: these have no mark by which
 * the same one would be known again. What is refused undoes itself alone.
 */
async function takeThings(ctx: Context, asked: readonly AskedThing[]): Promise<SettledMqttMessage[]> {
  if (asked.length === 0) return [];
  return ctx.db.transaction(async () => {
    const waiting = await lockWaitingMqttMessages(
      ctx,
      asked.map(({ id }) => id),
    );
    const settled: SettledMqttMessage[] = [];
    for (const one of asked) if (waiting.has(one.id)) settled.push(await takeThing(ctx, one));
    await settleMqttMessages(ctx, settled);
    return settled;
  });
}

async function takeThing(ctx: Context, { id, input }: AskedThing): Promise<SettledMqttMessage> {
  try {
    await createThing(ctx, input);
    return { id, state: 'taken', detail: '' };
  } catch (error) {
    if (error instanceof Problem) return { id, state: 'refused', detail: error.message };
    throw error;
  }
}

function tell(id: string, outcomes: readonly ReceivedOutcome[], flaws: readonly string[]): SettledMqttMessage {
  const refusals = outcomes.flatMap(({ refused }) => (refused ? [refused.message] : []));
  const words = [...new Set([...flaws, ...refusals])];
  const isContradicted = outcomes.some((outcome) => !outcome.refused && outcome.contradicted.length > 0);
  if (isContradicted) words.push('Another value is here for the same instant, and stays.');
  return { id, state: words.length === 0 ? 'taken' : 'refused', detail: words.join(' ') };
}
