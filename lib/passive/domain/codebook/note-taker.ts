import { addToFigure, figureOf, type Figure } from '../aggregates/figure.ts';
import { type PointSamples, SampleList } from '../aggregates/samples.ts';
import { jsonKinds, type JsonTape, textOf } from '../json-tape.ts';
import { type ObjectShape, ShapeCache } from '../object-shape.ts';
import { maxExampleBytes } from './example-rules.ts';
import { isExact, isWhole, readNumber } from './read-number.ts';
import type { PointForm, TypeNotes } from './type-notes.ts';
import { kindBits } from './variable-kinds.ts';
import type { VariableNote } from './variable-note.ts';

/** Objects and lists nested deeper than this are noted, but not what is in them. */
const maxNoteDepth = 8;
/** Samples in a list before the next one is begun: a list lives as long as one of its points. */
const samplesPerList = 4096;
/** Larger numbers are no quantity that anybody measures; the squares of these can be added up. */
const maxMeasured = 1e18;

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

/** What was noted of one point. */
export interface NotedPoint {
  /** The form that it has in common with others. */
  readonly form: PointForm;
  readonly samples: PointSamples;
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
  private samples = new SampleList();
  /** Of the list of numbers that is being walked. */
  private figure: Figure | null = null;
  private readonly onNew = (note: VariableNote) => {
    if (note.isInList) this.touch(note);
  };

  constructor(tape: JsonTape) {
    this.tape = tape;
  }

  /** Notes a point of a type. */
  take(type: TypeNotes, { point, member, metadata }: PointToNote): NotedPoint {
    this.type = type;
    if (this.samples.length >= samplesPerList) this.samples = new SampleList();
    const list = this.samples;
    const from = list.length;
    const members = type.root.membersOf(point.shape, this.onNew);
    let form = type.form.with(members);
    for (let position = 0; position < members.length; position += 1) {
      const note = members[position] as VariableNote;
      if (position !== member) form = this.takeValue(note, point.values[position] as number, { form, depth: 1 });
      else {
        addKind(note, kindBits.object);
        form = this.takeMembers(note, metadata, { form, depth: 1 });
      }
    }
    return { form, samples: { list, from, to: list.length } };
  }

  private takeMembers(note: VariableNote, object: ObjectOnTape, at: At): PointForm {
    const members = note.membersOf(object.shape, this.onNew);
    let form = note.isInList ? at.form : at.form.with(members);
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
    if (note.isMeasured && Math.abs(value) <= maxMeasured) this.measure(note, value);
    if (value >= note.minimum && value <= note.maximum) return;
    const exact = isExact(start, end) ? value : Number(textOf(bytes, start, end));
    if (Number.isFinite(exact)) note.widen(exact);
  }

  private measure(note: VariableNote, value: number): void {
    if (!note.isInList) this.samples.add(note, value);
    else if (this.figure) addToFigure(this.figure, value);
    else this.figure = figureOf(value);
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
      if (items.isMeasured) this.endList(items);
    }
    if (count > note.mostItems) note.addItems(count);
    return at.form;
  }

  private endList(items: VariableNote): void {
    if (this.figure) this.samples.addList(items, this.figure);
    this.figure = null;
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
