import type { ChoiceLists } from '../choices/choice-list.ts';
import { entityNode } from '../entities/entity-nodes.ts';
import type { EntityReading } from '../entities/entity-reading.ts';
import { placeEntities, type Placing } from '../entities/place-entities.ts';
import type { Findings } from '../findings/findings.ts';
import type { FormOutput } from '../output/form-output.ts';
import { isSearch } from '../output/itemset.ts';
import { FormNames } from '../references/form-names.ts';
import { References } from '../references/resolve-references.ts';
import { checkSize } from '../tree/check-size.ts';
import { checkTreeNames } from '../tree/check-names.ts';
import { expandLoops } from '../tree/expand-loops.ts';
import type { FormElement } from '../tree/form-element.ts';
import { metaGroup } from '../tree/meta-group.ts';
import { ancestorsOf } from '../tree/paths.ts';
import { isListFile } from '../types/file-name.ts';
import { isSelectType } from '../types/type-words.ts';
import { flattenGroups } from './flatten-groups.ts';
import type { ReadForm } from './read-form.ts';

/** A form with all its nodes, ready to be written. */
export interface BuiltForm {
  readonly output: FormOutput;
  readonly lists: ChoiceLists;
}

/** Adds what no row asks for: entities, `meta`, the groups of loops. Checks what only the whole form shows. */
export function buildForm(form: ReadForm, findings: Findings): BuiltForm {
  const { survey, settings, lists, entities, surveySheet } = form;
  const placing = placeEntities(entities, form, findings);
  const rootEntity = placing.get(survey);
  for (const [section, declaration] of placing) {
    if (section !== survey) section.add(metaGroup([entityNode(declaration, isInRepeat(section))]));
  }
  const meta = [...(rootEntity ? [entityNode(rootEntity, false)] : []), ...form.meta];
  if (meta.length > 0) survey.add(metaGroup(meta));
  if (settings.values.has('flat')) flattenGroups(survey);
  expandLoops(survey, lists, surveySheet);
  checkSize(survey, surveySheet);
  checkTreeNames(survey, surveySheet, findings);
  const searchedLists = findSearchedLists(survey, surveySheet, findings);
  const output: FormOutput = {
    survey,
    settings,
    lists,
    searchedLists,
    references: new References(new FormNames([survey]), surveySheet),
    triggered: groupByTrigger(survey),
    entitiesVersion: versionOf(entities, placing),
    surveySheet,
    findings,
  };
  return { output, lists };
}

function isInRepeat(section: FormElement): boolean {
  return [section, ...ancestorsOf(section)].some(({ kind }) => kind === 'repeat');
}

/** Several lists, or entities in repeats, are a later version of the specification. */
function versionOf({ declarations }: EntityReading, placing: Placing): string | undefined {
  if (declarations.size === 0) return undefined;
  return declarations.size > 1 || [...placing.keys()].some(isInRepeat) ? '2025.1.0' : '2024.1.0';
}

function groupByTrigger(survey: FormElement): ReadonlyMap<string, readonly FormElement[]> {
  const pairs = [...survey.descend()].flatMap((target) => target.triggers.map((trigger) => ({ trigger, target })));
  const groups = Map.groupBy(pairs, ({ trigger }) => trigger);
  return new Map([...groups].map(([trigger, members]) => [trigger, members.map(({ target }) => target)]));
}

/** Lists that `search()` replaces on the device; the same list cannot also be offered as it is. */
function findSearchedLists(survey: FormElement, sheet: string, findings: Findings): ReadonlySet<string> {
  const questions = [...survey.descend()].filter(({ itemset, type }) => itemset !== undefined && isSelectType(type));
  const searching = questions.filter(isSearch);
  const plain = Map.groupBy(
    questions.filter((question) => !isSearch(question)),
    ({ itemset }) => itemset,
  );
  for (const { name, row, itemset = '' } of searching) {
    const place = { sheet, row, column: 'appearance' };
    if (isListFile(itemset)) {
      const message = `The question '${name}' takes its choices from a file, which search() cannot. Remove search(), or use a list of the choices sheet.`;
      findings.error('search_conflict', place, message);
      continue;
    }
    const others = plain.get(itemset);
    if (!others) continue;
    const message = `The list '${itemset}' is used with search() here, and without it by ${others.map((other) => `'${other.name}'`).join(', ')}. Use search() for all of them, or another list here.`;
    findings.error('search_conflict', place, message);
  }
  return new Set(searching.map(({ itemset = '' }) => itemset));
}
