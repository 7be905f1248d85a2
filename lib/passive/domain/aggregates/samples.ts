import type { VariableNote } from '../codebook/variable-note.ts';
import type { Figure } from './figure.ts';

/** Numbers of points one behind the other: which variable, and its number, or the figure of the items of its list. */
export class SampleList {
  readonly notes: VariableNote[] = [];
  /** Of a list: the mean of its items. */
  readonly values: number[] = [];
  /** Figures of lists by their place among the samples. */
  readonly lists = new Map<number, Figure>();

  get length(): number {
    return this.notes.length;
  }

  add(note: VariableNote, value: number): void {
    this.notes.push(note);
    this.values.push(value);
  }

  addList(note: VariableNote, figure: Figure): void {
    this.lists.set(this.notes.length, figure);
    this.add(note, figure.mean);
  }
}

/** The samples of one point in a list that it shares with others. */
export interface PointSamples {
  readonly list: SampleList;
  readonly from: number;
  readonly to: number;
}

/** The samples of a point whose numbers nobody notes. */
export const noSamples: PointSamples = { list: new SampleList(), from: 0, to: 0 };
