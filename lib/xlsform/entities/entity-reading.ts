import type { FormElement } from '../tree/form-element.ts';

/** A row of the entities sheet: what submissions do to the entities of one list. */
export interface EntityDeclaration {
  readonly dataset: string;
  /** Row of the entities sheet. */
  readonly row: number;
  readonly entityId: string | undefined;
  readonly createIf: string | undefined;
  readonly updateIf: string | undefined;
  readonly label: string | undefined;
  /** Questions that its expressions and label refer to. */
  readonly variables: ReadonlySet<string>;
}

/** A place in the form that ties it to an entity: a save_to, or a question that the declaration refers to. */
export interface EntityReference {
  /** The survey, group or repeat around the question. */
  readonly container: FormElement;
  /** Row of the survey sheet. */
  readonly row: number;
  /** The property saved to; undefined when the declaration refers to the question. */
  readonly property: string | undefined;
  readonly question: string;
}

/** The declarations by list name, and the places found so far for each. */
export interface EntityReading {
  readonly sheetName: string;
  readonly declarations: ReadonlyMap<string, EntityDeclaration>;
  readonly references: Map<string, EntityReference[]>;
  /** Rows of the properties saved so far, by list and property: `list#property`. */
  readonly savedBy: Map<string, number>;
  /** Lists whose declaration refers to a question, by that question's name. */
  readonly variableOf: ReadonlyMap<string, readonly string[]>;
}

/** What is known of the entities before the survey is read. */
export function openEntityReading(
  sheetName: string,
  declarations: ReadonlyMap<string, EntityDeclaration>,
): EntityReading {
  const uses = [...declarations.values()].flatMap(({ dataset, variables }) =>
    [...variables].map((variable) => ({ dataset, variable })),
  );
  const variableOf = new Map(
    [...Map.groupBy(uses, ({ variable }) => variable)].map(([variable, members]) => [
      variable,
      members.map(({ dataset }) => dataset),
    ]),
  );
  return { sheetName, declarations, references: new Map(), savedBy: new Map(), variableOf };
}
