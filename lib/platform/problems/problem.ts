import { problemCatalogue } from './catalogue.ts';

/** Every way an operation can fail to do what it promised. */
export type ProblemCode = keyof typeof problemCatalogue;

/** Which field of the input is wrong, and how: keys are dotted paths, values sentences for the person who reads them. */
export type ProblemFields = Readonly<Record<string, string>>;

/** One thing that is wrong with the input, for clients that act on codes and people who read sentences. */
export interface ProblemError {
  /** Member of the input. */
  readonly field: string;
  /** Stable word, unlike the sentence. */
  readonly code: string;
  readonly message: string;
  /** What the sentence is about, where it names something. */
  readonly value?: string;
}

export interface ProblemOptions {
  /** One sentence about this occurrence: what is wrong and what to do. Defaults to the catalogue's sentence. */
  readonly detail?: string;
  readonly fields?: ProblemFields;
  /** Everything that is wrong; fields are made of it unless given. */
  readonly errors?: readonly ProblemError[];
  readonly cause?: unknown;
}

/** The one exception type that use-cases throw on purpose; carries a catalogue code, never an HTTP status. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly fields: ProblemFields | undefined;
  readonly errors: readonly ProblemError[] | undefined;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.detail ?? problemCatalogue[code].message, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.fields = options.fields ?? (options.errors && fieldsOf(options.errors));
    this.errors = options.errors;
  }
}

function fieldsOf(errors: readonly ProblemError[]): ProblemFields {
  const byField = Map.groupBy(errors, ({ field }) => field);
  return Object.fromEntries(
    [...byField].map(([field, wrong]) => [field, wrong.map(({ message }) => message).join(' ')]),
  );
}
