import { everything } from './configuration-pattern.ts';

/** What the choice among configurations looks at. */
export interface Candidate {
  readonly id: string;
  readonly idPattern: string;
  readonly contextPattern: string;
  /** Given to this very device by hand. */
  readonly isAssigned: boolean;
}

export interface Asking {
  readonly identifier: string;
  readonly context: string;
}

/** True when the pattern is found in the text; a search that takes too long finds nothing. */
export type SearchPattern = (pattern: string, text: string) => boolean;

/**
 * The configuration for a device (PDK section 1.11), first match everywhere: the one given to it by hand; then one whose
 * pattern is its identifier to the letter; then one whose pattern is found in it; the context must fit in both. Candidates
 * come in the order of evaluation.
 */
export function chooseConfiguration<Chosen extends Candidate>(
  candidates: readonly Chosen[],
  { identifier, context }: Asking,
  search: SearchPattern,
): Chosen | null {
  const fits = (pattern: string, text: string) => pattern === everything || search(pattern, text);
  return (
    candidates.find(({ isAssigned }) => isAssigned) ??
    candidates.find((one) => one.idPattern === identifier && fits(one.contextPattern, context)) ??
    candidates.find((one) => fits(one.idPattern, identifier) && fits(one.contextPattern, context)) ??
    null
  );
}
