import { problemCatalogue } from './catalogue.ts';

/** Every way an operation can fail to do what it promised. */
export type ProblemCode = keyof typeof problemCatalogue;

/** Which field of the input is wrong, and how: keys are dotted paths, values sentences for the person who reads them. */
export type ProblemFields = Readonly<Record<string, string>>;

export interface ProblemOptions {
  /** One sentence about this occurrence: what is wrong and what to do. Defaults to the catalogue's sentence. */
  readonly detail?: string;
  readonly fields?: ProblemFields;
  readonly cause?: unknown;
}

/** The one exception type that use-cases throw on purpose; carries a catalogue code, never an HTTP status. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly fields: ProblemFields | undefined;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? problemCatalogue[code].message, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.fields = options.fields;
  }
}
