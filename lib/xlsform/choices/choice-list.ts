import { hasReference } from '../references/parse-references.ts';
import type { Text } from '../tree/form-element.ts';

/** One row of a list of choices. */
export interface Choice {
  /** Row of its sheet; null for the choice that `or_other` adds. */
  readonly row: number | null;
  readonly name: string;
  readonly label: Text | undefined;
  readonly media: ReadonlyMap<string, Text> | undefined;
  /** Further columns, for filters. */
  readonly columns: ReadonlyMap<string, string>;
  readonly smsOption: string | undefined;
}

/** A list of choices. `choices` grows when a question of it offers "other". */
export interface ChoiceList {
  readonly name: string;
  readonly choices: Choice[];
}

export type ChoiceLists = ReadonlyMap<string, ChoiceList>;

/** Must its labels go through itext: several languages, media, or references to answers? */
export function needsItext({ choices }: ChoiceList): boolean {
  return choices.some(({ label, media }) => {
    if (media && media.size > 0) return true;
    return label !== undefined && (typeof label !== 'string' || hasReference(label));
  });
}
