import { idOf, type PlacedPoint } from '../placed-point.ts';
import type { PointForm } from './type-notes.ts';
import type { VariableNote } from './variable-note.ts';

/** The type in a study that points belong to. */
export interface TypeOfStudy {
  readonly organizationId: string;
  readonly studyId: string;
  readonly typeId: number;
}

/** What stored points tell of one variable of a type in a study. */
export interface VariableTally extends TypeOfStudy {
  readonly note: VariableNote;
  /** The revision of the note that is written. */
  readonly revision: number;
  /** New points that have it; 0 inside lists, where points are not counted. */
  readonly pointCount: number;
  /** When the first and the last of them were received, Unix milliseconds. */
  readonly firstMs: number;
  readonly lastMs: number;
}

interface FormTally {
  readonly form: PointForm;
  readonly place: TypeOfStudy;
  count: number;
  firstMs: number;
  lastMs: number;
}

/** Counts points by form, and so their variables, without touching each variable of each point. */
export class FormTallies {
  private readonly forms = new Map<PointForm, FormTally>();

  /** One point of a form. `placeOf` is asked once per form. */
  add(form: PointForm, receivedMs: number, placeOf: () => TypeOfStudy): void {
    const tally = this.forms.get(form);
    if (!tally) {
      this.forms.set(form, { form, place: placeOf(), count: 1, firstMs: receivedMs, lastMs: receivedMs });
      return;
    }
    tally.count += 1;
    if (receivedMs < tally.firstMs) tally.firstMs = receivedMs;
    if (receivedMs > tally.lastMs) tally.lastMs = receivedMs;
  }

  /** The variables, in the order in which every writer writes them (study, type, path): two never wait crosswise. */
  list(): VariableTally[] {
    const tallies = new Map<VariableNote, VariableTally>();
    for (const tally of this.forms.values()) {
      for (const note of tally.form.variables) addTo(tallies, note, tally);
      for (const note of tally.form.type.touched) addTo(tallies, note, { ...tally, count: 0 });
    }
    for (const { form } of this.forms.values()) form.type.forgetTouched();
    return [...tallies.values()].sort(compareTallies);
  }
}

/** Variables of newly stored points. */
export function tallyVariables(stored: readonly PlacedPoint[]): VariableTally[] {
  const tallies = new FormTallies();
  for (const { point, bundle, pair } of stored) {
    if (!point.form) continue;
    tallies.add(point.form, bundle.receivedAt.getTime(), () => ({
      organizationId: pair.source.organizationId,
      studyId: pair.source.studyId,
      typeId: idOf(pair.type),
    }));
  }
  return tallies.list();
}

function addTo(tallies: Map<VariableNote, VariableTally>, note: VariableNote, form: FormTally): void {
  if (note.isFromServer) return;
  const known = tallies.get(note);
  tallies.set(note, {
    ...form.place,
    note,
    revision: note.revision,
    pointCount: (known?.pointCount ?? 0) + form.count,
    firstMs: Math.min(known?.firstMs ?? Infinity, form.firstMs),
    lastMs: Math.max(known?.lastMs ?? -Infinity, form.lastMs),
  });
}

function compareTallies(a: VariableTally, b: VariableTally): number {
  return compare(a.studyId, b.studyId) || a.typeId - b.typeId || compare(a.note.path, b.note.path);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
