import type { StudyId } from '#lib/platform/ids.ts';
import { VariableNote } from './variable-note.ts';

/** Shapes of points that are remembered one behind the other before starting anew. */
const maxForms = 2000;

/**
 * Which variables points have in common: the names of the members of a point and of all objects in it, outside of lists.
 * Points of one form share it, so counting them is counting forms.
 */
export class PointForm {
  readonly type: TypeNotes;
  /** Variables of the point, each once. */
  readonly variables: readonly VariableNote[];
  /** By the variables of the object that comes next: the same names in another place are others. */
  private readonly next = new Map<readonly VariableNote[], PointForm>();

  constructor(type: TypeNotes, variables: readonly VariableNote[]) {
    this.type = type;
    this.variables = variables;
  }

  /** The form with one more object in it, whose variables are a list that objects alike have in common. */
  with(members: readonly VariableNote[]): PointForm {
    const known = this.next.get(members);
    if (known) return known;
    if (this.next.size >= maxForms) this.next.clear();
    const form = new PointForm(this.type, [...new Set([...this.variables, ...members])]);
    this.next.set(members, form);
    return form;
  }
}

/** What this process has seen of the points of one type in one study. */
export class TypeNotes {
  readonly studyId: StudyId;
  readonly identifier: string;
  readonly root = new VariableNote('', '', false);
  readonly form = new PointForm(this, []);
  /** Variables inside lists that were seen since they were last written. */
  readonly touched: VariableNote[] = [];

  constructor(studyId: StudyId, identifier: string) {
    this.studyId = studyId;
    this.identifier = identifier;
  }

  forgetTouched(): void {
    for (const note of this.touched) note.isTouched = false;
    this.touched.length = 0;
  }
}

/** What this process has seen of the points of one study. */
export class StudyNotes {
  readonly studyId: StudyId;
  private readonly types = new Map<string, TypeNotes>();

  constructor(studyId: StudyId) {
    this.studyId = studyId;
  }

  get size(): number {
    return this.types.size;
  }

  typeOf(identifier: string): TypeNotes {
    const known = this.types.get(identifier);
    if (known) return known;
    const type = new TypeNotes(this.studyId, identifier);
    this.types.set(identifier, type);
    return type;
  }
}

/** Types of all studies that are remembered before starting anew. */
const maxTypes = 3000;

/** Everything this process has seen, study by study. What it forgets it sees again with the next point. */
export class VariableNotes {
  private readonly studies = new Map<StudyId, StudyNotes>();

  ofStudy(studyId: StudyId): StudyNotes {
    const known = this.studies.get(studyId);
    if (known) return known;
    const notes = new StudyNotes(studyId);
    this.studies.set(studyId, notes);
    return notes;
  }

  /** Call it between batches: forgets everything when that is a lot. */
  trim(): void {
    let types = 0;
    for (const { size } of this.studies.values()) types += size;
    if (types > maxTypes) this.studies.clear();
  }
}
