import { idOf, type PlacedPoint } from '../placed-point.ts';
import type { PointForm } from './type-notes.ts';
import type { VariableNote } from './variable-note.ts';

/** What stored points tell of one variable of a type in a study. */
export interface VariableTally {
  readonly organizationId: string;
  readonly studyId: string;
  readonly typeId: number;
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
  readonly placed: PlacedPoint;
  count: number;
  firstMs: number;
  lastMs: number;
}

/**
 * Variables of newly stored points, in the order in which every writer writes them (study, type, path): two writers
 * never wait crosswise.
 */
export function tallyVariables(stored: readonly PlacedPoint[]): VariableTally[] {
  const tallies = new Map<VariableNote, VariableTally>();
  for (const tally of tallyForms(stored)) {
    for (const note of tally.form.variables) addTo(tallies, note, tally);
    for (const note of tally.form.type.touched) addTo(tallies, note, { ...tally, count: 0 });
    tally.form.type.forgetTouched();
  }
  return [...tallies.values()].sort(compareTallies);
}

function tallyForms(stored: readonly PlacedPoint[]): FormTally[] {
  const forms = new Map<PointForm, FormTally>();
  for (const placed of stored) {
    const { form } = placed.point;
    if (!form) continue;
    const receivedMs = placed.bundle.receivedAt.getTime();
    const tally = forms.get(form);
    if (!tally) forms.set(form, { form, placed, count: 1, firstMs: receivedMs, lastMs: receivedMs });
    else {
      tally.count += 1;
      tally.firstMs = Math.min(tally.firstMs, receivedMs);
      tally.lastMs = Math.max(tally.lastMs, receivedMs);
    }
  }
  return [...forms.values()];
}

function addTo(tallies: Map<VariableNote, VariableTally>, note: VariableNote, form: FormTally): void {
  const known = tallies.get(note);
  const { source, type } = form.placed.pair;
  tallies.set(note, {
    organizationId: source.organizationId,
    studyId: source.studyId,
    typeId: idOf(type),
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
