import { textOf, type JsonTape } from './json-tape.ts';

/** Shapes remembered before starting anew: devices have dozens; objects keyed by data must not fill the memory. */
const maxShapes = 4096;
/** Objects with more members than this are not worth remembering. */
const maxRememberedMembers = 256;

/** The member names of an object in their order, with everything that follows from them alone. */
export class ObjectShape {
  /** What the names say, in the order of the text. */
  readonly names: readonly string[];
  /** Positions of the members in the order of their names; the same name twice keeps its order. */
  readonly sorted: readonly number[];
  /** By position: `"name":` as canonical JSON. */
  readonly canonicalKeys: readonly Buffer[];
  /** The names as they were written, quotes included, one behind the other. */
  readonly writtenNames: Buffer;
  private readonly positions: ReadonlyMap<string, number>;

  constructor(names: readonly string[], writtenNames: Buffer) {
    this.names = names;
    this.writtenNames = writtenNames;
    this.sorted = names
      .map((name, position) => ({ name, position }))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.position - b.position))
      .map(({ position }) => position);
    this.canonicalKeys = names.map((name) => Buffer.from(`${JSON.stringify(name)}:`));
    this.positions = new Map(names.map((name, position) => [name, position]));
  }

  /** Position of the member, the last one of that name; -1 when there is none. */
  positionOf(name: string): number {
    return this.positions.get(name) ?? -1;
  }
}

/** Finds the shape of objects on a tape; the same names written in the same order give the same shape. */
export class ShapeCache {
  private readonly shapes = new Map<number, ObjectShape[]>();
  private count = 0;

  /** The shape of an object node; its values' nodes are written into `values`, by position. */
  shapeOf(tape: JsonTape, object: number, values: number[]): ObjectShape {
    const { bytes } = tape;
    const behind = tape.next(object);
    let members = 0;
    let mark = 0;
    for (let key = object + 1; key < behind; key = tape.next(key + 1)) {
      const start = tape.start(key);
      const end = tape.end(key);
      // Length, first and last letter tell nearly all names apart; the full comparison follows.
      mark = (Math.imul(mark, 31) + (end - start)) | 0;
      mark = (Math.imul(mark, 31) + (bytes[start + 1] as number) * 256 + (bytes[end - 2] as number)) | 0;
      values[members] = key + 1;
      members += 1;
    }
    const known = this.shapes.get(mark);
    if (known) {
      for (const shape of known) if (shape.names.length === members && isShape(tape, shape, values)) return shape;
    }
    return this.remember(mark, readShape(tape, values.slice(0, members)));
  }

  private remember(mark: number, shape: ObjectShape): ObjectShape {
    if (shape.names.length > maxRememberedMembers) return shape;
    if (this.count >= maxShapes) {
      this.shapes.clear();
      this.count = 0;
    }
    this.count += 1;
    const known = this.shapes.get(mark);
    if (known) known.push(shape);
    else this.shapes.set(mark, [shape]);
    return shape;
  }
}

function isShape(tape: JsonTape, shape: ObjectShape, values: readonly number[]): boolean {
  const { bytes } = tape;
  const written = shape.writtenNames;
  let at = 0;
  for (let position = 0; position < shape.names.length; position += 1) {
    const key = (values[position] as number) - 1;
    const end = tape.end(key);
    for (let offset = tape.start(key); offset < end; offset += 1) {
      if (bytes[offset] !== written[at]) return false;
      at += 1;
    }
  }
  return at === written.length;
}

function readShape(tape: JsonTape, values: readonly number[]): ObjectShape {
  const keys = values.map((value) => value - 1);
  const names = keys.map((key) => tape.stringValue(key) ?? '');
  const written = keys.map((key) => textOf(tape.bytes, tape.start(key), tape.end(key)));
  return new ObjectShape(names, Buffer.from(written.join('')));
}
