import { type PointHasher, metadataName } from './canonical-hash.ts';
import { noSamples, type PointSamples } from './aggregates/samples.ts';
import { type NotedPoint, NoteTaker } from './codebook/note-taker.ts';
import type { PointForm } from './codebook/type-notes.ts';
import { acceptedTimes, guessTimeUnit, renderSeconds, secondsToUs } from './device-time.ts';
import {
  type BundleFacts,
  type EnvelopeDraft,
  type EnvelopeMaker,
  type MetadataNode,
  planMetadata,
  readExtras,
} from './envelope.ts';
import { jsonKinds, type JsonTape, skipSpace } from './json-tape.ts';
import { type ObjectShape, ShapeCache } from './object-shape.ts';
import type { QuarantineReason } from './reasons.ts';
import { readSecondaryId } from './secondary-id.ts';

/** Longest identifier of a source or type, in bytes of UTF-8: the widest that a unique index holds. */
export const maxIdentifierBytes = 2000;
/** Source of points whose own is empty or null: what the replaced server meant to do (passive-data-kit.md, 1.6). */
export const missingSource = 'missing-source';
/** Type of points that name none. */
export const unknownType = 'unknown-generator';

/** A point that can be stored. Its text stays where it was read; only ranges of it are named. */
export interface DecodedPoint {
  /** Index in the bundle's list. */
  readonly position: number;
  /** The identifier the device sent, before rename rules. */
  readonly source: string;
  readonly type: string;
  readonly createdAtUs: number;
  /** 128 bits as 16 characters of one byte each. */
  readonly contentHash: string;
  readonly envelope: EnvelopeDraft;
  readonly secondaryId: string | null;
  /** WGS 84; NaN when the point has no usable position. */
  readonly lon: number;
  readonly lat: number;
  readonly extras: string | null;
  /** Which variables it has; null when nobody notes them. */
  readonly form: PointForm | null;
  /** Its numbers that are summed up; none when nobody notes them. */
  readonly samples: PointSamples;
  readonly bytes: Buffer;
  /** The point in `bytes`. */
  readonly start: number;
  readonly end: number;
  /** The range inside it that is not part of the stored properties: the metadata member and one comma. */
  readonly cutStart: number;
  readonly cutEnd: number;
}

/** Why an element is not a point. */
export interface RefusedElement {
  readonly reason: QuarantineReason;
  readonly detail: string;
  readonly sourceHint: string | null;
  readonly typeHint: string | null;
}

/** Reads elements of bundles as points, by the rules of passive-data-kit.md, 1.5 and 1.6. Holds caches; reuse it. */
export class PointReader {
  private readonly tape: JsonTape;
  private readonly hasher: PointHasher;
  private readonly envelopes: EnvelopeMaker;
  private readonly noteTaker: NoteTaker;
  private readonly shapes = new ShapeCache();
  private readonly values: number[] = [];
  private readonly metadataValues: number[] = [];

  constructor(parts: { readonly tape: JsonTape; readonly hasher: PointHasher; readonly envelopes: EnvelopeMaker }) {
    this.tape = parts.tape;
    this.hasher = parts.hasher;
    this.envelopes = parts.envelopes;
    this.noteTaker = new NoteTaker(parts.tape);
  }

  /** The point that is on the tape, or why it is none. */
  read(position: number, facts: BundleFacts): DecodedPoint | RefusedElement {
    const { tape } = this;
    if (tape.kind(0) !== jsonKinds.object) return refuse('not_an_object', 'The element is not a JSON object.');
    const shape = this.shapes.shapeOf(tape, 0, this.values);
    const member = shape.positionOf(metadataName);
    if (member < 0) return refuse('metadata_missing', `The point has no "${metadataName}".`);
    const node = this.values[member] as number;
    if (tape.kind(node) !== jsonKinds.object) {
      return refuse('metadata_missing', `The "${metadataName}" of the point is not an object.`);
    }
    const metadataShape = this.shapes.shapeOf(tape, node, this.metadataValues);
    const metadata = { tape, values: this.metadataValues, plan: planMetadata(metadataShape) };
    return this.readMetadata({ position, shape, member, metadata, metadataShape }, facts);
  }

  private readMetadata(point: PointOnTape, facts: BundleFacts): DecodedPoint | RefusedElement {
    const { metadata, position, shape } = point;
    const { tape } = this;
    const source = readSource(metadata);
    if (typeof source !== 'string') return source;
    const type = readType(metadata);
    if (typeof type !== 'string') return { ...type, sourceHint: source };
    const hints = { sourceHint: source, typeHint: type };
    const generator = valueAt(metadata, metadata.plan.generator);
    if (generator < 0 || tape.kind(generator) !== jsonKinds.string) {
      return { ...refuse('generator_missing', 'The metadata has no "generator" text.'), ...hints };
    }
    const createdAtUs = readTime(metadata);
    if (typeof createdAtUs !== 'number') return { ...createdAtUs, ...hints };
    const place = this.readPlace(point);
    const extras = readExtras(metadata, {
      timestamp: renderSeconds(createdAtUs) !== tape.text(valueAt(metadata, metadata.plan.timestamp)),
      position: !place.isRendered,
      details: facts.details,
    });
    const [cutStart, cutEnd] = this.cut(point);
    const noted = this.takeNotes(type, point, facts);
    return {
      position,
      source,
      type,
      createdAtUs,
      contentHash: this.hasher.hashPoint(tape, shape, this.values),
      envelope: this.envelopes.envelopeOf(metadata, facts),
      secondaryId: readSecondaryId(type, { tape, shape, values: this.values }),
      lon: place.lon,
      lat: place.lat,
      extras,
      form: noted?.form ?? null,
      samples: noted?.samples ?? noSamples,
      bytes: tape.bytes,
      start: tape.start(0),
      end: tape.end(0),
      cutStart,
      cutEnd,
    };
  }

  private takeNotes(type: string, point: PointOnTape, { notes }: BundleFacts): NotedPoint | null {
    if (!notes) return null;
    const { shape, member, metadata, metadataShape } = point;
    return this.noteTaker.take(notes.typeOf(type), {
      point: { shape, values: this.values },
      member,
      metadata: { shape: metadataShape, values: metadata.values },
    });
  }

  /** Position from the metadata, else from the point itself; `isRendered`: the metadata's texts follow from it. */
  private readPlace({ metadata, shape }: PointOnTape): { lon: number; lat: number; isRendered: boolean } {
    const { tape } = this;
    const { plan, values } = metadata;
    const inMetadata = readPair(tape, values, plan);
    const hasOwn = plan.latitude >= 0 || plan.longitude >= 0;
    if (!Number.isNaN(inMetadata.lat)) {
      const isRendered =
        String(inMetadata.lat) === tape.text(values[plan.latitude] as number) &&
        String(inMetadata.lon) === tape.text(values[plan.longitude] as number);
      return { ...inMetadata, isRendered };
    }
    const members = { latitude: shape.positionOf('latitude'), longitude: shape.positionOf('longitude') };
    return { ...readPair(tape, this.values, members), isRendered: !hasOwn };
  }

  /** The bytes that the stored properties leave out. */
  private cut({ shape, member }: PointOnTape): [number, number] {
    const { tape } = this;
    const value = this.values[member] as number;
    if (member > 0) return [tape.end(this.values[member - 1] as number), tape.end(value)];
    const end = tape.end(value);
    const isOnly = shape.names.length === 1;
    return [tape.start(value - 1), isOnly ? end : skipSpace(tape.bytes, skipSpace(tape.bytes, end) + 1)];
  }
}

interface PointOnTape {
  readonly position: number;
  readonly shape: ObjectShape;
  /** Position of the metadata among the members. */
  readonly member: number;
  readonly metadata: MetadataNode;
  readonly metadataShape: ObjectShape;
}

const nowhere = { lon: Number.NaN, lat: Number.NaN };

/** A pair of numbers that is a place on Earth. */
function readPair(
  tape: JsonTape,
  values: readonly number[],
  at: { readonly latitude: number; readonly longitude: number },
): { lon: number; lat: number } {
  if (at.latitude < 0 || at.longitude < 0) return nowhere;
  const lat = tape.numberValue(values[at.latitude] as number);
  const lon = tape.numberValue(values[at.longitude] as number);
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lon, lat } : nowhere;
}

function valueAt(metadata: MetadataNode, position: number): number {
  return position < 0 ? -1 : (metadata.values[position] as number);
}

function readSource(metadata: MetadataNode): string | RefusedElement {
  const node = valueAt(metadata, metadata.plan.source);
  if (node < 0) return refuse('source_missing', 'The metadata has no "source".');
  const text = readWord(metadata.tape, node);
  if (text === null) return refuse('source_missing', 'The "source" of the metadata is neither text nor number.');
  if (text.trim() === '') return missingSource;
  if (Buffer.byteLength(text) <= maxIdentifierBytes) return text;
  return refuse('source_too_long', `The "source" is longer than ${maxIdentifierBytes} bytes.`);
}

function readType(metadata: MetadataNode): string | RefusedElement {
  const node = valueAt(metadata, metadata.plan.generatorId);
  const text = node < 0 ? '' : (readWord(metadata.tape, node) ?? '');
  if (text.trim() === '') return unknownType;
  if (Buffer.byteLength(text) <= maxIdentifierBytes) return text;
  return refuse('type_too_long', `The "generator-id" is longer than ${maxIdentifierBytes} bytes.`);
}

/** A text, a number's text, or '' for null; null for anything else. */
function readWord(tape: JsonTape, node: number): string | null {
  const kind = tape.kind(node);
  if (kind === jsonKinds.string) return tape.stringValue(node);
  if (kind === jsonKinds.number) return tape.text(node);
  return kind === jsonKinds.null ? '' : null;
}

function readTime({ tape, values, plan }: MetadataNode): number | RefusedElement {
  if (plan.timestamp < 0) return refuse('timestamp_missing', 'The metadata has no "timestamp".');
  const node = values[plan.timestamp] as number;
  if (tape.kind(node) === jsonKinds.null) return refuse('timestamp_missing', 'The "timestamp" is null.');
  const seconds = tape.numberValue(node);
  if (Number.isNaN(seconds)) return refuse('timestamp_not_a_number', 'The "timestamp" is not a number.');
  const timeUs = secondsToUs(seconds);
  if (timeUs >= acceptedTimes.fromUs && timeUs < acceptedTimes.toUs) return timeUs;
  const unit = guessTimeUnit(seconds);
  const hint = unit ? ` It looks like ${unit.name}.` : '';
  return refuse('timestamp_out_of_range', `The "timestamp" is not between 1970 and 2100 in seconds.${hint}`);
}

function refuse(reason: QuarantineReason, detail: string): RefusedElement {
  return { reason, detail, sourceHint: null, typeHint: null };
}
