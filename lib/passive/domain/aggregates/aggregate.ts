import { addToFigure, figureOf, mergeIntoFigure, type Figure } from './figure.ts';

/** Slots of an hour: five minutes each, the finest that is drawn (light; Passive Data Kit, section 4). */
export const slotMs = 300_000;

/** Names (secondary ids) told apart in one hour; more stand together under {@link otherNames}. */
const maxNames = 40;
const maxNameCharacters = 120;
/** Variables summed up in one hour; no type that anybody sends has as many. */
const maxVariables = 48;
/** Changes of state kept of one hour. */
const maxChanges = 1000;

/** Stands for the names beyond {@link maxNames}: U+2026 alone is no identifier that a client sends. */
export const otherNames = '…';

/** From so many milliseconds into the hour on, the device was in this state. */
export type StateChange = readonly [offsetMs: number, state: string];

/** By slot (0 to 11). */
type Counts = Map<number, number>;

/**
 * What is kept of the points of one type of one source in one hour of device time: counts, and sums in the form of
 * figures. What a chart draws comes from these alone. Points are added once, when they are stored.
 */
export class Aggregate {
  readonly counts: Counts = new Map();
  /** Counts by secondary id, of types whose chart tells them apart. */
  readonly names = new Map<string, Counts>();
  /** Milliseconds by name: use of an app, phase of sleep. */
  readonly durations = new Map<string, number>();
  /** By path of the variable, then by slot. */
  readonly values = new Map<string, Map<number, Figure>>();
  /** In order of time. */
  changes: StateChange[] = [];

  addPoint(slot: number): void {
    addCount(this.counts, slot, 1);
  }

  addName(name: string, slot: number): void {
    addCount(entryOf(this.names, this.#keyOf(this.names, name), newCounts), slot, 1);
  }

  addDuration(name: string, durationMs: number): void {
    const key = this.#keyOf(this.durations, name);
    this.durations.set(key, (this.durations.get(key) ?? 0) + durationMs);
  }

  addValue(path: string, slot: number, value: number): void {
    const slots = this.#slotsOf(path);
    const figure = slots?.get(slot);
    if (figure) addToFigure(figure, value);
    else slots?.set(slot, figureOf(value));
  }

  addFigure(path: string, slot: number, figure: Figure): void {
    const slots = this.#slotsOf(path);
    const known = slots?.get(slot);
    if (known) mergeIntoFigure(known, figure);
    else slots?.set(slot, { ...figure });
  }

  addChange(offsetMs: number, state: string): void {
    this.changes.push([offsetMs, state.slice(0, maxNameCharacters)]);
  }

  /** Adds all that another aggregate of the same hour holds. */
  merge(other: Aggregate): void {
    for (const [slot, count] of other.counts) addCount(this.counts, slot, count);
    for (const [name, counts] of other.names) {
      const own = entryOf(this.names, this.#keyOf(this.names, name), newCounts);
      for (const [slot, count] of counts) addCount(own, slot, count);
    }
    for (const [name, durationMs] of other.durations) this.addDuration(name, durationMs);
    for (const [path, slots] of other.values) {
      for (const [slot, figure] of slots) this.addFigure(path, slot, figure);
    }
    if (other.changes.length > 0) this.changes = [...this.changes, ...other.changes];
  }

  /** The changes in order of time, the first {@link maxChanges} of them. */
  sortedChanges(): StateChange[] {
    return this.changes.toSorted(([a], [b]) => a - b).slice(0, maxChanges);
  }

  #keyOf(known: ReadonlyMap<string, unknown>, name: string): string {
    const key = name.slice(0, maxNameCharacters).toWellFormed();
    return known.has(key) || known.size < maxNames ? key : otherNames;
  }

  #slotsOf(path: string): Map<number, Figure> | undefined {
    const known = this.values.get(path);
    if (known || this.values.size >= maxVariables) return known;
    const slots = new Map<number, Figure>();
    this.values.set(path, slots);
    return slots;
  }
}

function newCounts(): Counts {
  return new Map();
}

function addCount(counts: Counts, slot: number, count: number): void {
  counts.set(slot, (counts.get(slot) ?? 0) + count);
}

function entryOf<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
