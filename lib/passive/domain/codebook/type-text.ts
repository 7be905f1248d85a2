/** What the codebook says of a type before anybody has edited it. */
export interface TypeText {
  readonly title: string;
  /** Types of one category stand together. */
  readonly category: string;
  readonly description: string;
  /** By path; the order of the members is the order in the codebook. */
  readonly variables: Readonly<Record<string, VariableTextPair>>;
}

/** Group of the variable, and what it says. */
export type VariableTextPair = readonly [group: string, description: string];
