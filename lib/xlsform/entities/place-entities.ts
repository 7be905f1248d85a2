import { FormFault, type Findings } from '../findings/findings.ts';
import { ancestorsOf, pathOf } from '../tree/paths.ts';
import type { FormElement } from '../tree/form-element.ts';
import type { EntityDeclaration, EntityReading, EntityReference } from './entity-reading.ts';

/** Where an entity may stand: at `wanted` or above it, but not above its scope. */
interface Request {
  readonly declaration: EntityDeclaration;
  readonly scope: FormElement;
  readonly wanted: FormElement;
  /** Sections whose questions are saved to it. */
  readonly savers: ReadonlySet<FormElement>;
}

/** The survey, groups and repeats that hold an entity, each with its declaration; a section holds one at most. */
export type Placing = ReadonlyMap<FormElement, EntityDeclaration>;

/**
 * Decides where each declared entity stands (entities 2025.1.0): in the repeat or survey whose questions it is made
 * from, as near to the questions saved to it as possible. Tells where two want the same place, or one wants two.
 */
export function placeEntities(
  reading: EntityReading,
  { survey, surveySheet }: { survey: FormElement; surveySheet: string },
  findings: Findings,
): Placing {
  const sheets = { survey: surveySheet, entities: reading.sheetName };
  const requests = [...orderOfReferences(reading)].flatMap((declaration): Request[] => {
    const references = reading.references.get(declaration.dataset) ?? [];
    if (references.length === 0) return [{ declaration, scope: survey, wanted: survey, savers: new Set() }];
    const request = findings.attempt(() => new ScopeOfEntity(declaration, references, sheets).request());
    return request ? [request] : [];
  });
  const [first] = requests;
  if (first && requests.length === 1 && first.scope === survey) return new Map([[survey, first.declaration]]);
  const placed = new Map<FormElement, EntityDeclaration>();
  const reserved = new Map<FormElement, EntityDeclaration>();
  for (const [, inScope] of Map.groupBy(requests, ({ scope }) => scope)) {
    for (const request of inScope.sort((a, b) => a.declaration.row - b.declaration.row)) {
      findings.attempt(() => place(request, { placed, reserved, sheet: reading.sheetName }));
    }
  }
  return placed;
}

/** Declarations in the order in which the survey refers to them, then those it does not refer to. */
function orderOfReferences({ declarations, references }: EntityReading): Set<EntityDeclaration> {
  const referred = [...references.keys()].flatMap((dataset) => declarations.get(dataset) ?? []);
  return new Set([...referred, ...declarations.values()]);
}

interface Places {
  readonly placed: Map<FormElement, EntityDeclaration>;
  /** Sections that may hold no other entity, because questions in them are saved to one around them. */
  readonly reserved: Map<FormElement, EntityDeclaration>;
  readonly sheet: string;
}

function place(request: Request, { placed, reserved, sheet }: Places): void {
  const { declaration, scope, wanted, savers } = request;
  let conflict: EntityDeclaration | undefined;
  for (const section of upTo(wanted, scope)) {
    const holder = placed.get(section) ?? reserved.get(section);
    if (!holder) {
      placed.set(section, declaration);
      for (const inner of [section, ...[...savers].flatMap((saver) => upTo(saver, section))])
        reserved.set(inner, declaration);
      return;
    }
    conflict = holder;
    const saverConflict = [...savers].map((saver) => reserved.get(saver)).find((other) => other !== undefined);
    if (saverConflict) {
      conflict = saverConflict;
      break;
    }
  }
  const message = `There is no place left for entities of '${declaration.dataset}' in '${scopePath(scope)}': each group, repeat and the form itself holds one entity list at most, and row ${conflict?.row ?? '?'} has it. Move questions into a group of their own, or change what the rows refer to.`;
  throw new FormFault('entity_unplaced', { sheet, row: declaration.row }, message);
}

/** A section and those around it, up to and including `last`. */
function upTo(section: FormElement, last: FormElement): FormElement[] {
  const chain = [section, ...ancestorsOf(section)];
  return chain.slice(0, chain.indexOf(last) + 1);
}

function scopeOf(section: FormElement): FormElement {
  return [section, ...ancestorsOf(section)].find(({ kind }) => kind === 'repeat' || kind === 'survey') ?? section;
}

/** How many repeats stand around and at a section. */
function repeatDepth(section: FormElement): number {
  return [section, ...ancestorsOf(section)].filter(({ kind }) => kind === 'repeat').length;
}

/** How many groups lie between a section and its scope. */
function groupDepth(section: FormElement): number {
  return upTo(section, scopeOf(section)).length - 1;
}

function scopePath(section: FormElement): string {
  return pathOf(section);
}

/** What the places that refer to one entity ask for together. */
class ScopeOfEntity {
  readonly #declaration: EntityDeclaration;
  readonly #references: readonly EntityReference[];
  readonly #sheets: { readonly survey: string; readonly entities: string };

  constructor(
    declaration: EntityDeclaration,
    references: readonly EntityReference[],
    sheets: { survey: string; entities: string },
  ) {
    this.#declaration = declaration;
    this.#references = references;
    this.#sheets = sheets;
  }

  request(): Request {
    const deepest = this.#references.reduce((best, next) =>
      repeatDepth(next.container) > repeatDepth(best.container) ? next : best,
    );
    const scope = scopeOf(deepest.container);
    const savers = new Set(this.#references.flatMap((one) => (one.property === undefined ? [] : [one.container])));
    const leading = this.#leadingSaver();
    const wanted = leading ? wantedBySavers(savers, leading) : this.#deepestIn(scope);
    for (const reference of this.#references) this.#check(reference, { scope, wanted, deepest });
    if (![wanted, ...ancestorsOf(wanted)].includes(scope)) this.#refuseBelow(deepest, wanted);
    return { declaration: this.#declaration, scope, wanted, savers };
  }

  /** The saver that says where the entity is made: in the deepest repeat, and there in the deepest group. */
  #leadingSaver(): FormElement | undefined {
    let deepest: FormElement | undefined;
    let leading: FormElement | undefined;
    for (const { container, property } of this.#references) {
      const isSaver = property !== undefined;
      if (!deepest || repeatDepth(container) > repeatDepth(deepest)) {
        deepest = container;
        if (isSaver) leading = container;
      }
      const isDeeper =
        leading && scopeOf(container) === scopeOf(deepest) && groupDepth(container) > groupDepth(leading);
      if (isSaver && (!leading || isDeeper)) leading = container;
    }
    return leading;
  }

  /** Questions in a repeat have many answers, of which an entity outside of it could not choose one. */
  #refuseBelow({ question, container }: EntityReference, wanted: FormElement): never {
    const { dataset, row } = this.#declaration;
    const message = `Entities of '${dataset}' are made in '${pathOf(wanted)}', where '${question}' in the repeat '${pathOf(container)}' has many answers. Refer to a question outside of it, or save from inside of it.`;
    throw new FormFault('entity_invalid', { sheet: this.#sheets.entities, row }, message);
  }

  #deepestIn(scope: FormElement): FormElement {
    const inScope = this.#references.map(({ container }) => container).filter((one) => scopeOf(one) === scope);
    return inScope.reduce((best, next) => (groupDepth(next) > groupDepth(best) ? next : best), scope);
  }

  #check(
    reference: EntityReference,
    { scope, wanted, deepest }: { scope: FormElement; wanted: FormElement; deepest: EntityReference },
  ): void {
    const own = scopeOf(reference.container);
    const isSaver = reference.property !== undefined;
    const isOutside = own !== scope && !ancestorsOf(scope).includes(own);
    if (!isOutside && !(isSaver && scopeOf(wanted) !== own)) return;
    const { dataset, row } = this.#declaration;
    const other = scopePath(isOutside ? deepest.container : wanted);
    const advice = 'Repeat the value where it is needed with a calculate question, and use that one.';
    if (isSaver) {
      const message = `Entities of '${dataset}' are made in '${other}', so '${reference.question}' in '${scopePath(reference.container)}' cannot be saved to them. ${advice}`;
      throw new FormFault(
        'save_to_out_of_scope',
        { sheet: this.#sheets.survey, row: reference.row, column: 'save_to' },
        message,
      );
    }
    const message = `Entities of '${dataset}' are made in '${other}', where '${reference.question}' of '${scopePath(reference.container)}' is out of reach. ${advice}`;
    throw new FormFault('entity_invalid', { sheet: this.#sheets.entities, row }, message);
  }
}

/** The section around all questions saved to an entity, but not above the scope of the one that leads. */
function wantedBySavers(savers: ReadonlySet<FormElement>, leading: FormElement): FormElement {
  const [first, ...others] = [...savers].map((saver) => [saver, ...ancestorsOf(saver)]);
  const common = first?.find((section) => others.every((chain) => chain.includes(section)));
  const scope = scopeOf(leading);
  return common && repeatDepth(common) >= repeatDepth(scope) ? common : scope;
}
