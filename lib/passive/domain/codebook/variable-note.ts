import { isMeasured } from '../aggregates/measured-variable.ts';
import { metadataName } from '../canonical-hash.ts';
import type { ObjectShape } from '../object-shape.ts';
import { looksLikeCode, mayShowExamples, maxExamples } from './example-rules.ts';
import { anyMember, anyMemberPath, isDataName, listItems, memberPath } from './variable-path.ts';

/** What servers add to the metadata of points (section 1.5). */
const serverPaths = ['encrypted_transmission', 'bundle-details'].map((name) => `${metadataName}.${name}`);

/** Members of one object that are told apart; an object with more has data for names. */
const maxMembers = 120;
/** Beyond this, members are not told apart: a path is a key in the database. */
const maxPathCharacters = 400;
/** Shapes of an object that are remembered before starting anew. */
const maxShapes = 300;

/**
 * What this process has seen of one variable: a path in the JSON of one type in one study. Only ever grows, so noting
 * the same point twice changes nothing.
 */
export class VariableNote {
  readonly path: string;
  /** The last member name in the path; '' for the point itself. */
  readonly name: string;
  /** It is inside a list: how many points have it is not counted. */
  readonly isInList: boolean;
  /** A server wrote it into the point: it is no variable of the device. */
  readonly isFromServer: boolean;
  kinds = 0;
  minimum = Infinity;
  maximum = -Infinity;
  /** Of texts, in characters; `longestBytes`: of UTF-8 as written. */
  longest = 0;
  longestBytes = 0;
  mostItems = 0;
  /** Its texts have been few codes so far: they are kept as examples. */
  hasExamples: boolean;
  readonly examples: string[] = [];
  /** Grows with every change of the examples. */
  revision = 0;
  /** The revision that is in the database as far as this process knows; -1: it has written nothing of it. */
  savedRevision = -1;
  /** Seen since it was last written; for variables inside lists. */
  isTouched = false;
  /** Its numbers are summed up while points are stored. */
  readonly isMeasured: boolean;
  private readonly marks = new Set<number>();
  private readonly members = new Map<string, VariableNote>();
  private readonly byShape = new Map<ObjectShape, readonly VariableNote[]>();
  private items: VariableNote | null = null;

  constructor(path: string, name: string, isInList: boolean) {
    this.path = path;
    this.name = name;
    this.isInList = isInList;
    this.isFromServer = serverPaths.some((own) => path === own || path.startsWith(`${own}.`));
    this.hasExamples = mayShowExamples(name);
    this.isMeasured = isMeasured(path, name);
  }

  /** Its members by their position in a shape. `onNew` hears of those that were not there before. */
  membersOf(shape: ObjectShape, onNew: (note: VariableNote) => void): readonly VariableNote[] {
    const known = this.byShape.get(shape);
    if (known) return known;
    if (this.byShape.size >= maxShapes) this.byShape.clear();
    const members = shape.names.map((name) => this.memberOf(name, onNew));
    this.byShape.set(shape, members);
    return members;
  }

  /** What is known of its items, when it is a list. */
  itemsOf(onNew: (note: VariableNote) => void): VariableNote {
    if (this.items) return this.items;
    this.items = new VariableNote(this.path + listItems, this.name, true);
    onNew(this.items);
    return this.items;
  }

  private memberOf(name: string, onNew: (note: VariableNote) => void): VariableNote {
    const known = this.members.get(name);
    if (known) return known;
    const isFull = this.members.size >= maxMembers || this.path.length > maxPathCharacters;
    const isAny = isFull || isDataName(name);
    const key = isAny ? anyMember : name;
    const any = isAny ? this.members.get(key) : undefined;
    if (any) return any;
    const path = isAny ? anyMemberPath(this.path) : memberPath(this.path, name);
    const note = new VariableNote(path, isAny ? this.name : name, this.isInList);
    this.members.set(key, note);
    onNew(note);
    return note;
  }

  addKind(bit: number): void {
    this.kinds |= bit;
  }

  /** A number that lies outside of what was seen. */
  widen(value: number): void {
    if (value < this.minimum) this.minimum = value;
    if (value > this.maximum) this.maximum = value;
  }

  /** A text longer than any before, in bytes. */
  lengthen(bytes: number, characters: number): void {
    this.longestBytes = bytes;
    this.longest = Math.max(this.longest, characters);
  }

  addItems(count: number): void {
    this.mostItems = count;
  }

  /** True when a text with this mark (a hash of its bytes) was looked at before. */
  hasMark(mark: number): boolean {
    return this.marks.has(mark);
  }

  /** A text with a new mark: an example, or the proof that there are none to show. */
  addText(mark: number, text: string): void {
    this.marks.add(mark);
    if (this.examples.length >= maxExamples || !looksLikeCode(text)) this.closeExamples();
    else if (!this.examples.includes(text)) {
      this.examples.push(text);
      this.revision += 1;
    }
  }

  /** Its texts are free or personal: none is kept. */
  closeExamples(): void {
    this.hasExamples = false;
    this.examples.length = 0;
    this.marks.clear();
    this.revision += 1;
  }
}
