import { jsonKinds, type JsonTape, textOf } from '../json-tape.ts';
import { type ObjectShape, ShapeCache } from '../object-shape.ts';
import { maxExampleBytes } from './example-rules.ts';
import { isExact, isWhole, readNumber } from './read-number.ts';
import type { PointForm, TypeNotes } from './type-notes.ts';
import { kindBits } from './variable-kinds.ts';
import type { VariableNote } from './variable-note.ts';

/** Objects and lists nested deeper than this are noted, but not what is in them. */
const maxNoteDepth = 8;

/** An object on the tape, with its members looked up already. */
export interface ObjectOnTape {
  readonly shape: ObjectShape;
  /** Nodes of the members' values, by position. */
  readonly values: readonly number[];
}

/** A point on the tape. */
export interface PointToNote {
  readonly point: ObjectOnTape;
  /** Position of the metadata among the point's members. */
  readonly member: number;
  readonly metadata: ObjectOnTape;
}

/**
 * Notes which variables points have, of which kinds, in which ranges: in one walk over the tape, without making objects
 * or texts for what was seen before. Every value is looked at: what the codebook says of paths and kinds is exact.
 */
export class NoteTaker {
  private readonly tape: JsonTape;
  private readonly shapes = new ShapeCache();
  private readonly valuesByDepth: number[][] = Array.from({ length: maxNoteDepth + 1 }, () => []);
  private type: TypeNotes | null = null;
  private readonly onNew = (note: VariableNote) => {
    if (note.isInList) this.touch(note);
  };

  constructor(tape: JsonTape) {
    this.tape = tape;
  }

  /** Notes a point of a type; gives the form that it has in common with others. */
  take(type: TypeNotes, { point, member, metadata }: PointToNote): PointForm {
    this.type = type;
    const members = type.root.membersOf(point.shape, this.onNew);
    let form = type.form.with(point.shape, members);
    for (let position = 0; position < members.length; position += 1) {
      const note = members[position] as VariableNote;
      if (position !== member) form = this.takeValue(note, point.values[position] as number, { form, depth: 1 });
      else {
        addKind(note, kindBits.object);
        form = this.takeMembers(note, metadata, { form, depth: 1 });
      }
    }
    return form;
  }

  private takeMembers(note: VariableNote, object: ObjectOnTape, at: At): PointForm {
    const members = note.membersOf(object.shape, this.onNew);
    let form = note.isInList ? at.form : at.form.with(object.shape, members);
    for (let position = 0; position < members.length; position += 1) {
      const value = object.values[position] as number;
      form = this.takeValue(members[position] as VariableNote, value, { form, depth: at.depth + 1 });
    }
    return form;
  }

  private takeValue(note: VariableNote, node: number, at: At): PointForm {
    if (note.isInList && !note.isTouched) this.touch(note);
    const kind = this.tape.kind(node);
    if (kind === jsonKinds.number) this.takeNumber(note, node);
    else if (kind === jsonKinds.string) this.takeText(note, node);
    else if (kind === jsonKinds.object) return this.takeObject(note, node, at);
    else if (kind === jsonKinds.array) return this.takeList(note, node, at);
    else addKind(note, kind === jsonKinds.null ? kindBits.null : kindBits.boolean);
    return at.form;
  }

  private takeNumber(note: VariableNote, node: number): void {
    const { tape } = this;
    const { bytes } = tape;
    const start = tape.start(node);
    const end = tape.end(node);
    const bits = kindBits.integer | kindBits.number;
    if ((note.kinds & bits) !== bits) addKind(note, isWhole(bytes, start, end) ? kindBits.integer : kindBits.number);
    const value = readNumber(bytes, start, end);
    if (value >= note.minimum && value <= note.maximum) return;
    const exact = isExact(start, end) ? value : Number(textOf(bytes, start, end));
    if (Number.isFinite(exact)) note.widen(exact);
  }

  private takeText(note: VariableNote, node: number): void {
    addKind(note, kindBits.string);
    const { tape } = this;
    const start = tape.start(node) + 1;
    const end = tape.end(node) - 1;
    const size = end - start;
    if (size > note.longestBytes) note.lengthen(size, tape.stringValue(node)?.length ?? 0);
    if (!note.hasExamples || size === 0) return;
    if (size > maxExampleBytes) {
      note.closeExamples();
      return;
    }
    const { bytes } = tape;
    let mark = size;
    for (let at = start; at < end; at += 1) mark = (Math.imul(mark, 31) + (bytes[at] as number)) | 0;
    if (!note.hasMark(mark)) note.addText(mark, tape.stringValue(node) ?? '');
  }

  private takeObject(note: VariableNote, node: number, at: At): PointForm {
    addKind(note, kindBits.object);
    if (at.depth >= maxNoteDepth) return at.form;
    const values = this.valuesByDepth[at.depth] as number[];
    const shape = this.shapes.shapeOf(this.tape, node, values);
    return this.takeMembers(note, { shape, values }, at);
  }

  private takeList(note: VariableNote, node: number, at: At): PointForm {
    addKind(note, kindBits.list);
    if (at.depth >= maxNoteDepth) return at.form;
    const { tape } = this;
    const behind = tape.next(node);
    let count = 0;
    if (node + 1 < behind) {
      const items = note.itemsOf(this.onNew);
      const inside = { form: at.form, depth: at.depth + 1 };
      for (let item = node + 1; item < behind; item = tape.next(item)) {
        this.takeValue(items, item, inside);
        count += 1;
      }
    }
    if (count > note.mostItems) note.addItems(count);
    return at.form;
  }

  private touch(note: VariableNote): void {
    note.isTouched = true;
    this.type?.touched.push(note);
  }
}

/** Where in the point the walk is. */
interface At {
  readonly form: PointForm;
  readonly depth: number;
}

function addKind(note: VariableNote, bit: number): void {
  if ((note.kinds & bit) === 0) note.addKind(bit);
}
