import { createHash } from 'node:crypto';
import type { StudyNotes } from './codebook/type-notes.ts';
import type { JsonTape } from './json-tape.ts';
import type { ObjectShape } from './object-shape.ts';
import { userAgentOf } from './user-agent.ts';

/** Metadata members that a device repeats from point to point; every other member is kept with its point. */
const repeatedMembers = new Set(['generator-id', 'generator', 'timezone', 'timezone-offset', 'configuration-hash']);
/** Members with columns of their own. */
const columnMembers = new Set(['source', 'timestamp', 'latitude', 'longitude']);
/** A repeated member longer than this is kept with its point: envelopes stay small. */
const maxRepeatedBytes = 2048;
/** Envelopes remembered before starting anew. */
const maxDrafts = 20_000;

/** An envelope as it is written: see PointEnvelope. */
export interface EnvelopeDraft {
  /** JSON object text; null stands where each point has its own value. */
  readonly metadata: string;
  readonly generator: string;
  readonly userAgent: string;
  readonly timezone: string | null;
  readonly isEncrypted: boolean;
  /** Names its content within an organization, in hex. */
  readonly sha256: string;
}

/** What the server adds to every point of a bundle (passive-data-kit.md, 1.5). */
export interface BundleFacts {
  readonly isEncrypted: boolean;
  /** JSON text of `bundle-details`; null adds nothing. */
  readonly details: string | null;
  /** Where the variables of its points are noted; without it nothing is noted. */
  readonly notes?: StudyNotes;
}

/** Where the members of a metadata object go, told from their names alone. Positions are -1 when absent. */
export class MetadataPlan {
  readonly source: number;
  readonly generator: number;
  readonly generatorId: number;
  readonly timestamp: number;
  readonly latitude: number;
  readonly longitude: number;
  /** Members kept in the envelope, as [position, name]. */
  readonly repeated: readonly (readonly [number, string])[];
  /** Members without a place of their own, as [position, name]. */
  readonly own: readonly (readonly [number, string])[];
  /** All members, in their order, as [name, position]. */
  private readonly order: readonly (readonly [string, number])[];

  constructor(shape: ObjectShape) {
    this.source = shape.positionOf('source');
    this.generator = shape.positionOf('generator');
    this.generatorId = shape.positionOf('generator-id');
    this.timestamp = shape.positionOf('timestamp');
    this.latitude = shape.positionOf('latitude');
    this.longitude = shape.positionOf('longitude');
    // Of a name that comes twice the last counts, as in every JSON reader. The server's own word comes at the end.
    const members = shape.names.flatMap((name, position) =>
      shape.positionOf(name) === position && name !== 'encrypted_transmission' ? [[name, position] as const] : [],
    );
    this.order = members;
    this.repeated = members.flatMap(([name, position]) =>
      repeatedMembers.has(name) ? [[position, name] as const] : [],
    );
    this.own = members.flatMap(([name, position]) =>
      repeatedMembers.has(name) || columnMembers.has(name) ? [] : [[position, name] as const],
    );
  }

  /** The envelope's JSON text, with the values of the repeated members as they were written. */
  envelopeText(valueOf: (position: number) => string | null, details: string | null): string {
    const members = this.order
      .filter(([name]) => details === null || name !== 'bundle-details')
      .map(([name, position]) => {
        const value = repeatedMembers.has(name) ? valueOf(position) : null;
        return `${JSON.stringify(name)}:${value ?? 'null'}`;
      });
    if (details !== null) members.push(`"bundle-details":${details}`);
    return `{${members.join(',')}}`;
  }
}

const plans = new WeakMap<ObjectShape, MetadataPlan>();

/** The plan for metadata of this shape. */
export function planMetadata(shape: ObjectShape): MetadataPlan {
  const known = plans.get(shape);
  if (known) return known;
  const plan = new MetadataPlan(shape);
  plans.set(shape, plan);
  return plan;
}

/** A metadata object on the tape. */
export interface MetadataNode {
  readonly tape: JsonTape;
  readonly values: readonly number[];
  readonly plan: MetadataPlan;
}

/** Makes envelopes, each only once for as long as it is remembered. */
export class EnvelopeMaker {
  private readonly drafts = new Map<MetadataPlan, Map<string, EnvelopeDraft>>();
  private count = 0;

  /** The envelope of a point's metadata in a bundle. */
  envelopeOf(metadata: MetadataNode, facts: BundleFacts): EnvelopeDraft {
    const { tape, values, plan } = metadata;
    let key = facts.isEncrypted ? 'e' : 'c';
    for (const [position] of plan.repeated) key += `${repeatedText(tape, values[position] as number) ?? ''}\n`;
    if (facts.details !== null) key += facts.details;
    const known = this.drafts.get(plan)?.get(key);
    return known ?? this.draft(metadata, facts, key);
  }

  private draft({ tape, values, plan }: MetadataNode, facts: BundleFacts, key: string): EnvelopeDraft {
    if (this.count >= maxDrafts) {
      this.drafts.clear();
      this.count = 0;
    }
    this.count += 1;
    const text = plan.envelopeText((position) => repeatedText(tape, values[position] as number), facts.details);
    const draft = draftEnvelope(text, facts.isEncrypted);
    const ofPlan = this.drafts.get(plan);
    if (ofPlan) ofPlan.set(key, draft);
    else this.drafts.set(plan, new Map([[key, draft]]));
    return draft;
  }
}

/** The value's text when it is short enough for an envelope. */
function repeatedText(tape: JsonTape, value: number): string | null {
  return isLong(tape, value) ? null : tape.text(value);
}

function isLong(tape: JsonTape, value: number): boolean {
  return tape.end(value) - tape.start(value) > maxRepeatedBytes;
}

function draftEnvelope(metadata: string, isEncrypted: boolean): EnvelopeDraft {
  const members = JSON.parse(metadata) as { generator?: unknown; timezone?: unknown };
  const generator = typeof members.generator === 'string' ? members.generator : '';
  return {
    metadata,
    generator,
    userAgent: userAgentOf(generator).slice(0, 1024).toWellFormed(),
    timezone: typeof members.timezone === 'string' && members.timezone !== '' ? members.timezone : null,
    isEncrypted,
    sha256: createHash('sha256')
      .update(`${isEncrypted ? 'encrypted' : 'clear'} ${metadata}`)
      .digest('hex'),
  };
}

/** Which metadata values must be kept as text although they have a column, and what the server adds itself. */
export interface ExtrasNeed {
  readonly timestamp: boolean;
  readonly position: boolean;
  readonly details: string | null;
}

/** JSON text of the metadata values that only this point has; null when there are none. */
export function readExtras({ tape, values, plan }: MetadataNode, need: ExtrasNeed): string | null {
  let text = '';
  const add = (name: string, position: number) => {
    if (position < 0) return;
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${tape.text(values[position] as number)}`;
  };
  for (const [position, name] of plan.own) {
    if (need.details === null || name !== 'bundle-details') add(name, position);
  }
  for (const [position, name] of plan.repeated) if (isLong(tape, values[position] as number)) add(name, position);
  if (need.timestamp) add('timestamp', plan.timestamp);
  if (need.position) {
    add('latitude', plan.latitude);
    add('longitude', plan.longitude);
  }
  return text === '' ? null : `${text}}`;
}
