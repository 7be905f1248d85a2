import type { ChoiceLists } from '../choices/choice-list.ts';
import type { EntityReading } from '../entities/entity-reading.ts';
import { FormFault, type Findings } from '../findings/findings.ts';
import type { FindingCode } from '../findings/finding.ts';
import type { Declarations } from '../settings/namespaces.ts';
import type { FormSettings } from '../settings/read-settings.ts';
import type { FormRow } from '../sheets/cells.ts';
import type { FormSheet } from '../sheets/read-rows.ts';
import type { FormElement, OsmTag } from '../tree/form-element.ts';

/** A group, repeat or loop whose end has not come yet; the first is the survey itself. */
export interface OpenSection {
  readonly section: FormElement;
  readonly names: Set<string>;
  readonly lowerCaseNames: Set<string>;
  /** Row of its beginning; null for the survey. */
  readonly row: number | null;
}

/** What is known while the rows of the survey sheet are read, one after the other. */
export interface SurveyContext {
  readonly sheet: FormSheet;
  readonly settings: FormSettings;
  readonly findings: Findings;
  readonly lists: ChoiceLists;
  readonly externalLists: ReadonlySet<string>;
  readonly osmTags: ReadonlyMap<string, readonly OsmTag[]>;
  readonly entities: EntityReading;
  /** Names of all sheets, as written. */
  readonly sheetNames: readonly string[];
  /** Prefixes that names may have. */
  readonly declarations: Declarations;
  readonly open: OpenSection[];
  /** Children of the node `meta` that rows ask for. */
  readonly meta: FormElement[];
  readonly questionNames: Set<string>;
  readonly repeatNames: Set<string>;
  readonly triggerPromises: { name: string; row: number }[];
  readonly geometryPromises: { value: string; row: number }[];
  /** The list that all selects of the open table-list group share; `awaited` until the first one comes. */
  tableList: string | { readonly isAwaited: true } | null;
  /** Does any question offer "other"? */
  offersOther: boolean;
}

/** The section that rows go into now. */
export function innermost(context: SurveyContext): OpenSection {
  const section = context.open.at(-1);
  if (!section) throw new Error('The survey itself is always open.');
  return section;
}

/** An error in a row of the survey sheet. `column` is the canonical name; the finding names the header as written. */
export function rowFault(
  context: SurveyContext,
  at: { code: FindingCode; row: FormRow; column: string },
  message: string,
): FormFault {
  const { code, row, column } = at;
  return new FormFault(
    code,
    { sheet: context.sheet.name, row: row.number, column: headerOf(context.sheet, column) },
    message,
  );
}

/** The header, as written, of the first column of a canonical name; that name when the sheet has none. */
export function headerOf(sheet: FormSheet, column: string): string {
  return sheet.columns.find(({ words }) => words[0] === column || words[1] === column)?.header ?? column;
}
