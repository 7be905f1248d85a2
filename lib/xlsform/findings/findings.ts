import type { Finding, FindingCode, Place } from './finding.ts';

/** An error in the form that ends the work on the row or part it stands in; never leaves the conversion. */
export class FormFault extends Error {
  readonly finding: Finding;

  constructor(code: FindingCode, place: Place, message: string) {
    super(message);
    this.name = 'FormFault';
    this.finding = findingAt(code, place, message);
  }
}

function findingAt(code: FindingCode, place: Place, message: string): Finding {
  return { code, sheet: place.sheet ?? null, row: place.row ?? null, column: place.column ?? null, message };
}

/** Collects what one conversion finds. */
export class Findings {
  readonly errors: Finding[] = [];
  readonly warnings: Finding[] = [];

  error(code: FindingCode, place: Place, message: string): void {
    this.errors.push(findingAt(code, place, message));
  }

  warn(code: FindingCode, place: Place, message: string): void {
    this.warnings.push(findingAt(code, place, message));
  }

  /** Runs a part of the work; an error in the form ends that part, is kept, and gives undefined. */
  attempt<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof FormFault)) throw error;
      this.errors.push(error.finding);
      return undefined;
    }
  }
}
