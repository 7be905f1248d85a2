import { metadataName } from '../canonical-hash.ts';
import { jsonKinds, JsonTape } from '../json-tape.ts';
import { unknownType } from '../read-point.ts';
import { type IsSensitive, redactJson } from './redact-json.ts';
import { everyType, type SensitiveField } from './sensitive-field.ts';

/** Tells whether a pattern fits the whole of a path; a search that is stopped for taking too long counts as a fit. */
export type FitsWhole = (pattern: string, path: string) => boolean;

/** Without these there is no point: no rule takes them off. */
const needed: ReadonlySet<string> = new Set(
  ['', '.source', '.generator', '.generator-id', '.timestamp'].map((member) => metadataName + member),
);

/** Paths whose answer is remembered; a device that makes up names must not fill the memory. */
const maxKnownPaths = 10_000;

const latitudeAndLongitude = ['latitude', 'longitude'].flatMap((member) => [member, `${metadataName}.${member}`]);

/**
 * What a study does not keep of its points. Applied when a bundle is read, before its points are hashed, noted in the
 * codebook and stored, and again to what exports read, for points that were stored before there was a rule.
 *
 * The bundle's own bytes stay as they were received until retention clears them (`bundleRetentionDays`; 0 days clears
 * them as soon as they are processed), and so does the text of what is in quarantine, until it is replayed or dismissed:
 * only then is nothing left of what the rules name. A repeat of the bundle stays known by its hash.
 */
export class SensitiveFilter {
  readonly #rules: readonly Pick<SensitiveField, 'type' | 'pattern'>[];
  readonly #fits: FitsWhole;
  readonly #ofTypes = new Map<string, IsSensitive | null>();
  readonly #tape = new JsonTape();

  constructor(rules: readonly Pick<SensitiveField, 'type' | 'pattern'>[], fits: FitsWhole) {
    this.#rules = rules;
    this.#fits = fits;
  }

  /** Whether a path of a type's points is not kept; null: no rule is about the type. */
  ofType(type: string): IsSensitive | null {
    const known = this.#ofTypes.get(type);
    if (known !== undefined) return known;
    if (this.#ofTypes.size >= maxKnownPaths) this.#ofTypes.clear();
    const made = this.#make(type);
    this.#ofTypes.set(type, made);
    return made;
  }

  /** A point's text without what is not kept; the same buffer when there is nothing of it. */
  redactPoint(text: Buffer): Buffer {
    const tape = this.#tape;
    tape.bytes = text;
    if (tape.scan(0) < 0) return text;
    const isSensitive = this.ofType(typeOnTape(tape));
    const redacted = isSensitive ? redactJson(tape, isSensitive) : null;
    return redacted === null ? text : Buffer.from(redacted);
  }

  #make(type: string): IsSensitive | null {
    const patterns = this.#rules.filter((rule) => rule.type === everyType || rule.type === type);
    if (patterns.length === 0) return null;
    const answers = new Map<string, boolean>();
    return (path) => {
      const known = answers.get(path);
      if (known !== undefined) return known;
      if (answers.size >= maxKnownPaths) answers.clear();
      const answer = !needed.has(path) && patterns.some(({ pattern }) => this.#fits(pattern, path));
      answers.set(path, answer);
      return answer;
    };
  }
}

/** True when a point's position is not kept. */
export function hidesPosition(isSensitive: IsSensitive): boolean {
  return latitudeAndLongitude.some((path) => isSensitive(path));
}

/** The type that a point names; a point that names none has the type of those. */
function typeOnTape(tape: JsonTape): string {
  const metadata = memberOf(tape, 0, metadataName);
  const id = metadata < 0 ? -1 : memberOf(tape, metadata, 'generator-id');
  if (id < 0) return unknownType;
  const text = tape.stringValue(id) ?? (tape.kind(id) === jsonKinds.number ? tape.text(id) : '');
  return text.trim() === '' ? unknownType : text;
}

/** The value of an object's member; -1: there is none. Of a name that stands twice the last counts. */
function memberOf(tape: JsonTape, node: number, name: string): number {
  if (tape.kind(node) !== jsonKinds.object) return -1;
  let found = -1;
  for (let key = node + 1; key < tape.next(node); key = tape.next(key + 1)) {
    if (tape.stringValue(key) === name) found = key + 1;
  }
  return found;
}
