import { metadataName, PointHasher } from './canonical-hash.ts';
import { cleanEscapes, toUtf8, withoutNul } from './clean-text.ts';
import { type BundleFacts, EnvelopeMaker } from './envelope.ts';
import { jsonKinds, JsonTape, maxJsonDepth, skipSpace, textOf } from './json-tape.ts';
import { inspectElement, type InspectPoint } from './inspect-point.ts';
import { type DecodedPoint, PointReader, type RefusedElement } from './read-point.ts';
import { type Finding, maxFindingCharacters, type QuarantineReason } from './reasons.ts';

/** What a bundle's text holds. */
export interface BundleContent {
  readonly points: DecodedPoint[];
  readonly findings: Finding[];
  /** Elements of the list, understood or not. */
  readonly elementCount: number;
  /** Nothing of it could be read: the bundle as a whole is in quarantine. */
  readonly isUnreadable: boolean;
}

/** What is known of a bundle when its text is read. */
export interface ReadingFacts extends BundleFacts {
  /** Its end was lost on the way. */
  readonly isTruncated: boolean;
  /** Takes off a point's text what the study does not keep; absent or null: it keeps all. */
  readonly redact?: ((text: Buffer) => Buffer) | null;
}

/** Elements with broken JSON that are told apart in one bundle; the rest is kept as one piece. */
const maxBrokenElements = 1000;
/** How far the end of a broken element is looked for, in bytes. */
const maxBrokenBytes = 1024 * 1024;

const comma = 0x2c;
const closingBracket = 0x5d;

/**
 * Reads the elements of opened bundles. One bad element never costs the others: broken JSON is left out up to the next
 * element that can be read. Holds caches; one per lane, used again for every bundle.
 */
export class BundleReader {
  private readonly tape = new JsonTape();
  private readonly elementTape = new JsonTape();
  private readonly reader: PointReader;
  private readonly cleanReader: PointReader;
  private readonly inspect: InspectPoint | null;

  /** `inspect`: looks at every point before it is read; null reads them as they were sent. */
  constructor(inspect: InspectPoint | null = null) {
    this.inspect = inspect;
    const hasher = new PointHasher();
    const envelopes = new EnvelopeMaker();
    this.reader = new PointReader({ tape: this.tape, hasher, envelopes });
    this.cleanReader = new PointReader({ tape: this.elementTape, hasher, envelopes });
  }

  /** Reads an opened bundle: a list of points, or one point. */
  read(opened: Buffer, bundle: ReadingFacts): BundleContent {
    const bytes = toUtf8(opened);
    this.tape.bytes = bytes;
    const at = skipSpace(bytes, 0);
    if (bytes[at] === 0x5b) return this.readLists(at, bundle);
    const end = this.tape.scan(at);
    if (end >= 0 && skipSpace(bytes, end) === bytes.length && this.tape.kind(0) === jsonKinds.object) {
      const reading = new Reading();
      this.take(reading, bundle);
      return reading.finish();
    }
    if (bundle.isTruncated) return unreadable('gzip_broken', 'The gzip is cut off before the first point.');
    if (end >= 0 && skipSpace(bytes, end) === bytes.length) {
      return unreadable('bundle_not_an_array', 'The upload is valid JSON, but not a list of points.');
    }
    return unreadable('bundle_not_json', 'The upload is not JSON.');
  }

  /** Reads the list, and any that follows it at once: the members of a joined gzip may hold a list each. */
  private readLists(open: number, bundle: ReadingFacts): BundleContent {
    const reading = new Reading();
    for (let at = open; at >= 0; at = this.readList(at, reading, bundle));
    return reading.finish();
  }

  /** Reads one list; gives where the next one begins, -1 when nothing more can be read. */
  private readList(open: number, reading: Reading, bundle: ReadingFacts): number {
    const { tape } = this;
    const { bytes } = tape;
    let at = skipSpace(bytes, open + 1);
    while (at < bytes.length && bytes[at] !== closingBracket) {
      const start = at;
      const end = tape.scan(at);
      const behind = end < 0 ? -1 : skipSpace(bytes, end);
      if (behind >= 0 && isSeparator(bytes, behind)) {
        this.take(reading, bundle);
        at = behind;
      } else {
        const failure = end < 0 ? tape.failure : { kind: 'malformed' as const, at: behind };
        at = this.endOfBroken(start, reading);
        reading.addBroken(this.describe(failure.kind, { start, end: at }, bundle.isTruncated));
      }
      if (bytes[at] === comma) at = skipSpace(bytes, at + 1);
    }
    return this.finishList(reading, at, bundle.isTruncated);
  }

  /** Reads the element on the tape into the reading. */
  private take(reading: Reading, facts: ReadingFacts): void {
    const { tape } = this;
    const [start, end] = [tape.start(0), tape.end(0)];
    const position = reading.nextPosition();
    const read = this.readElement(position, facts);
    if ('reason' in read) reading.addRefused(position, read, textOf(tape.bytes, start, end));
    else reading.points.push(read);
  }

  private readElement(position: number, facts: ReadingFacts): DecodedPoint | RefusedElement {
    const { tape, inspect } = this;
    const isAsSent = !tape.hasDoubtfulEscape;
    if (isAsSent && !inspect && !facts.redact) return this.reader.read(position, facts);
    const sent = tape.bytes.subarray(tape.start(0), tape.end(0));
    const clean = isAsSent ? sent : cleanEscapes(sent);
    const inspected = inspect ? inspectElement(clean, inspect) : clean;
    if ('reason' in inspected) return inspected;
    const { elementTape } = this;
    elementTape.bytes = facts.redact ? facts.redact(inspected) : inspected;
    elementTape.scan(0);
    return this.cleanReader.read(position, facts);
  }

  private finishList(reading: Reading, at: number, isTruncated: boolean): number {
    const { bytes } = this.tape;
    if (at >= bytes.length) {
      if (reading.hasUnfinished) return -1;
      const reason = isTruncated ? 'gzip_truncated' : 'list_unfinished';
      reading.addBroken({ reason, detail: 'The list is cut off; the points before the cut are stored.', content: '' });
      return -1;
    }
    const behind = skipSpace(bytes, at + 1);
    if (behind >= bytes.length) return -1;
    if (bytes[behind] === 0x5b && bytes[skipSpace(bytes, behind + 1)] === 0x7b) return behind;
    const content = textOf(bytes, behind, bytes.length);
    reading.addBroken({ reason: 'point_not_json', detail: 'There is text behind the end of the list.', content });
    return -1;
  }

  /**
   * Where a broken element ends: at the comma or bracket that its own brackets and quotes lead to, or before the next
   * element that can be read and has metadata, whichever comes first; else at the end of the text.
   */
  private endOfBroken(start: number, reading: Reading): number {
    const { bytes } = this.tape;
    if (reading.brokenCount >= maxBrokenElements) return bytes.length;
    const balanced = matchBrackets(bytes, start);
    const limit = balanced < 0 ? Math.min(bytes.length, start + maxBrokenBytes) : balanced;
    for (let at = bytes.indexOf(0x7d, start); at >= 0 && at < limit; at = bytes.indexOf(0x7d, at + 1)) {
      const separator = skipSpace(bytes, at + 1);
      if (separator >= limit || bytes[separator] !== comma) continue;
      if (this.isReadablePoint(skipSpace(bytes, separator + 1))) return separator;
    }
    return balanced < 0 ? bytes.length : balanced;
  }

  private isReadablePoint(at: number): boolean {
    const { elementTape, tape } = this;
    if (tape.bytes[at] !== 0x7b) return false;
    elementTape.bytes = tape.bytes;
    const end = elementTape.scan(at);
    if (end < 0 || !isSeparator(tape.bytes, skipSpace(tape.bytes, end))) return false;
    for (let key = 1; key < elementTape.next(0); key = elementTape.next(key + 1)) {
      if (elementTape.stringValue(key) === metadataName) return true;
    }
    return false;
  }

  private describe(
    kind: 'malformed' | 'unfinished' | 'too_deep',
    range: { readonly start: number; readonly end: number },
    isTruncated: boolean,
  ): BrokenElement {
    const { bytes } = this.tape;
    const content = textOf(bytes, range.start, range.end);
    if (kind === 'too_deep') {
      return { reason: 'too_deep', detail: `The point is nested deeper than ${maxJsonDepth} levels.`, content };
    }
    if (range.end >= bytes.length && kind === 'unfinished') {
      const reason = isTruncated ? 'gzip_truncated' : 'list_unfinished';
      return { reason, detail: 'The upload is cut off inside this point; the points before it are stored.', content };
    }
    return { reason: 'point_not_json', detail: 'The element is not valid JSON.', content };
  }
}

interface BrokenElement {
  readonly reason: QuarantineReason;
  readonly detail: string;
  readonly content: string;
}

/** What has been read of one bundle so far. */
class Reading {
  readonly points: DecodedPoint[] = [];
  readonly findings: Finding[] = [];
  brokenCount = 0;
  hasUnfinished = false;
  private count = 0;

  nextPosition(): number {
    this.count += 1;
    return this.count - 1;
  }

  addRefused(position: number, refused: RefusedElement, content: string): void {
    this.findings.push({ position, ...refused, content: keptContent(content) });
  }

  addBroken(broken: BrokenElement): void {
    this.brokenCount += 1;
    this.hasUnfinished ||= broken.reason === 'gzip_truncated' || broken.reason === 'list_unfinished';
    const position = this.nextPosition();
    this.findings.push({ position, ...broken, content: keptContent(broken.content), sourceHint: null, typeHint: null });
  }

  finish(): BundleContent {
    return { points: this.points, findings: this.findings, elementCount: this.count, isUnreadable: false };
  }
}

function keptContent(content: string): string {
  return withoutNul(content.slice(0, maxFindingCharacters)).toWellFormed();
}

/** A bundle of which nothing can be read. */
export function unreadable(reason: QuarantineReason, detail: string): BundleContent {
  const finding = { position: -1, reason, detail, content: null, sourceHint: null, typeHint: null };
  return { points: [], findings: [finding], elementCount: 0, isUnreadable: true };
}

/** A comma, the list's end, or the end of a text that was cut off there. */
function isSeparator(bytes: Buffer, at: number): boolean {
  return bytes[at] === comma || bytes[at] === closingBracket || at >= bytes.length;
}

/** The comma or bracket behind an element, counting brackets outside of strings; -1 when there is none near. */
function matchBrackets(bytes: Buffer, start: number): number {
  const limit = Math.min(bytes.length, start + maxBrokenBytes);
  let depth = 0;
  let isInString = false;
  for (let at = start; at < limit; at += 1) {
    const byte = bytes[at];
    if (isInString) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) isInString = false;
    } else if (byte === 0x22) isInString = true;
    else if (byte === 0x7b || byte === 0x5b) depth += 1;
    else if (byte === 0x7d) depth = Math.max(0, depth - 1);
    else if (byte === closingBracket) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (byte === comma && depth === 0) return at;
  }
  return -1;
}
