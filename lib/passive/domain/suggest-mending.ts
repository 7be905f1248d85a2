import { canonicalNumber } from './canonical-number.ts';
import { metadataName } from './canonical-hash.ts';
import { acceptedTimes, guessTimeUnit, secondsToUs } from './device-time.ts';
import { jsonKinds, JsonTape } from './json-tape.ts';
import type { QuarantineReason } from './reasons.ts';

/** What a mending does; the sentence for people is `passive.mendings.<kind>`. */
export const mendingKinds = [
  'divide_timestamp',
  'unquote_timestamp',
  'parse_date',
  'take_time_of_point',
  'take_generator_id',
  'take_claimed_source',
] as const;
export type MendingKind = (typeof mendingKinds)[number];

/** A text that would be understood, made from one that was not. */
export interface Mending {
  readonly kind: MendingKind;
  readonly content: string;
}

/** What is known of a quarantined point. */
export interface PointToMend {
  readonly reason: QuarantineReason;
  /** The point's text. */
  readonly content: string;
  /** Header `X-PDK-IDENTIFIER` of its bundle. */
  readonly claimedSource: string | null;
}

/** Members that clients fill with the time of the reading, most telling first. */
const timeMembers = ['observed', 'date', 'timestamp', 'location_timestamp'];

/** Proposes how to mend a point; null where only a person can know. Everything but the one member stays as sent. */
export function suggestMending(point: PointToMend): Mending | null {
  const text = PointText.read(point.content);
  if (!text) return null;
  switch (point.reason) {
    case 'timestamp_out_of_range':
      return divide(text);
    case 'timestamp_not_a_number':
      return readTimeText(text);
    case 'timestamp_missing':
      return takeTime(text);
    case 'generator_missing':
      return takeGeneratorId(text);
    case 'source_missing':
      return point.claimedSource === null || point.claimedSource.trim() === ''
        ? null
        : { kind: 'take_claimed_source', content: text.withMetadata('source', JSON.stringify(point.claimedSource)) };
    default:
      return null;
  }
}

function divide(text: PointText): Mending | null {
  const seconds = toSeconds(text.metadata.get('timestamp'));
  return seconds === null ? null : { kind: 'divide_timestamp', content: text.withMetadata('timestamp', seconds) };
}

function readTimeText(text: PointText): Mending | null {
  const written = text.metadata.get('timestamp');
  if (written?.startsWith('"') !== true) return null;
  const value = (JSON.parse(written) as string).trim();
  if (/^-?\d+(\.\d+)?$/.test(value)) {
    const seconds = isAccepted(Number(value)) ? canonicalNumber(value) : toSeconds(value);
    return seconds === null ? null : { kind: 'unquote_timestamp', content: text.withMetadata('timestamp', seconds) };
  }
  const ms = /^\d{4}-\d{2}-\d{2}T/.test(value) ? Date.parse(value) : Number.NaN;
  return isAccepted(ms / 1000)
    ? { kind: 'parse_date', content: text.withMetadata('timestamp', String(ms / 1000)) }
    : null;
}

function takeTime(text: PointText): Mending | null {
  for (const written of [text.metadata.get('enqueued-at'), ...timeMembers.map((name) => text.members.get(name))]) {
    if (written === undefined || !/^\d/.test(written)) continue;
    const seconds = isPlausible(Number(written)) ? canonicalNumber(written) : toSeconds(written);
    if (seconds !== null) return { kind: 'take_time_of_point', content: text.withMetadata('timestamp', seconds) };
  }
  return null;
}

function takeGeneratorId(text: PointText): Mending | null {
  const id = text.metadata.get('generator-id');
  if (id?.startsWith('"') !== true || id === '""') return null;
  return { kind: 'take_generator_id', content: text.withMetadata('generator', id) };
}

/** The number in seconds, every digit kept, when it looks like milliseconds or less; else null. */
function toSeconds(written: string | undefined): string | null {
  if (written === undefined || !/^\d+(\.\d+)?$/.test(written)) return null;
  const unit = guessTimeUnit(Number(written));
  return unit === null ? null : canonicalNumber(`${written}e-${unit.digits}`);
}

function isAccepted(seconds: number): boolean {
  const timeUs = secondsToUs(seconds);
  return timeUs >= acceptedTimes.fromUs && timeUs < acceptedTimes.toUs;
}

/** Seconds of this century: a smaller number in a member like "observed" counts something else. */
function isPlausible(seconds: number): boolean {
  return seconds >= 978_307_200 && isAccepted(seconds);
}

/** A point's text with the texts of its members and of its metadata. */
class PointText {
  readonly members: ReadonlyMap<string, string>;
  readonly metadata: ReadonlyMap<string, string>;
  private readonly text: string;

  private constructor(text: string, members: ReadonlyMap<string, string>, metadata: ReadonlyMap<string, string>) {
    this.text = text;
    this.members = members;
    this.metadata = metadata;
  }

  /** Null for what is not a JSON object with metadata. */
  static read(text: string): PointText | null {
    const members = readMembers(text);
    const metadata = members?.get(metadataName);
    const inside = metadata === undefined ? null : readMembers(metadata);
    return members && inside ? new PointText(text, members, inside) : null;
  }

  /** The text with one member of the metadata set. */
  withMetadata(name: string, value: string): string {
    const inside = new Map(this.metadata).set(name, value);
    const written = [...inside].map(([member, text]) => `${JSON.stringify(member)}:${text}`).join(',');
    const before = this.members.get(metadataName) ?? '';
    const at = this.text.lastIndexOf(before);
    return `${this.text.slice(0, at)}{${written}}${this.text.slice(at + before.length)}`;
  }
}

function readMembers(objectText: string): Map<string, string> | null {
  const tape = new JsonTape();
  tape.bytes = Buffer.from(objectText.trim());
  if (tape.scan(0) !== tape.bytes.length || tape.kind(0) !== jsonKinds.object) return null;
  const members = new Map<string, string>();
  for (let key = 1; key < tape.next(0); key = tape.next(key + 1)) {
    members.set(tape.stringValue(key) ?? '', tape.text(key + 1));
  }
  return members;
}
