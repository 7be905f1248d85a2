import type { ChoiceLists } from '../choices/choice-list.ts';
import { readChoices } from '../choices/read-choices.ts';
import { readExternalLists, readOsmTags } from '../choices/other-lists.ts';
import { openEntityReading, type EntityReading } from '../entities/entity-reading.ts';
import { readDeclarations } from '../entities/read-declarations.ts';
import type { Findings } from '../findings/findings.ts';
import { checkExpressions } from '../expressions/check-expressions.ts';
import { identityNodes } from './identity-nodes.ts';
import { checkReferences } from '../references/check-references.ts';
import { FormNames } from '../references/form-names.ts';
import { readSurvey } from '../rows/read-survey.ts';
import { defaultRoot } from '../rows/row-names.ts';
import type { SurveyContext } from '../rows/survey-context.ts';
import { declareNamespaces } from '../settings/namespaces.ts';
import { readSettings, type FormSettings } from '../settings/read-settings.ts';
import { checkColumns } from '../sheets/check-columns.ts';
import { choicesColumns, entitiesColumns, surveyColumns, type ColumnNames } from '../sheets/column-names.ts';
import { findSheets } from '../sheets/find-sheets.ts';
import { readRows, type FormSheet } from '../sheets/read-rows.ts';
import { requireColumn } from '../sheets/required-columns.ts';
import { checkTranslations, isTranslatedForm } from '../sheets/translations.ts';
import { FormElement, type OsmTag } from '../tree/form-element.ts';
import type { Sheet, Workbook } from '../workbook/workbook.ts';

/** A form as its rows say, before nodes that no row asks for are added. */
export interface ReadForm {
  readonly survey: FormElement;
  readonly settings: FormSettings;
  readonly lists: ChoiceLists;
  readonly entities: EntityReading;
  /** Nodes for `meta` that rows ask for. */
  readonly meta: readonly FormElement[];
  readonly surveySheet: string;
}

/** Reads all sheets, and checks what can be told from the rows: everything with a place in a sheet. */
export function readForm(
  workbook: Workbook,
  options: { readonly name?: string; readonly formId?: string },
  findings: Findings,
): ReadForm {
  const sheets = findSheets(workbook, findings);
  const settings = readSettings(sheets.settings, findings);
  setIdentity(settings, options.formId);
  const root = newRoot(settings.values.get('name') ?? options.name ?? defaultRoot);
  const read = (sheet: Sheet, names: ColumnNames, collapsesSpaces = false): FormSheet =>
    readRows(sheet, { names, collapsesSpaces, defaultLanguage: settings.defaultLanguage, findings });
  const survey = read(sheets.survey, surveyColumns, settings.cleansText);
  requireColumn(survey, 'type');
  const choices = sheets.choices && read(sheets.choices, choicesColumns);
  if (choices && choices.rows.length > 0) requireColumn(choices, 'name');
  const entities = sheets.entities && read(sheets.entities, entitiesColumns);
  // A save_to without an entities sheet is told as what it is, not as a prefix that nobody declared.
  const declarations = declareNamespaces(settings.values.get('namespaces'), true);
  for (const sheet of [survey, settings.sheet]) if (sheet) checkColumns(sheet, declarations, findings);
  const allowsDuplicates = settings.allowsChoiceDuplicates;
  const context = openSurvey(root, {
    sheet: survey,
    settings,
    findings,
    lists: choices ? readChoices(choices, { allowsDuplicates, findings }) : new Map(),
    externalLists: sheets.externalChoices ? readExternalLists(read(sheets.externalChoices, choicesColumns)) : new Set(),
    osmTags: sheets.osm ? readOsmTags(read(sheets.osm, choicesColumns)) : new Map<string, OsmTag[]>(),
    entities: openEntityReading(
      entities?.name ?? 'entities',
      entities ? readDeclarations(entities, findings) : new Map(),
    ),
    sheetNames: sheets.names,
    declarations,
  });
  checkTranslations(survey, choices, findings);
  readSurvey(context);
  if (context.offersOther && isTranslatedForm(survey, choices)) warnOfOther(survey, findings);
  context.meta.push(...identityNodes(settings));
  const names = new FormNames([root, ...context.meta]);
  checkExpressions({ survey, entities }, findings);
  checkReferences({ survey, choices, entities, settings: settings.sheet }, names, findings);
  return {
    survey: root,
    settings,
    lists: context.lists,
    entities: context.entities,
    meta: context.meta,
    surveySheet: survey.name,
  };
}

/** What the settings sheet leaves open. */
function setIdentity({ values }: FormSettings, formId = defaultRoot): void {
  if (!values.has('id_string')) values.set('id_string', formId);
  if (!values.has('title')) values.set('title', values.get('id_string') ?? formId);
}

type GivenContext = Pick<
  SurveyContext,
  'sheet' | 'settings' | 'findings' | 'lists' | 'externalLists' | 'osmTags' | 'entities' | 'sheetNames' | 'declarations'
>;

function openSurvey(root: FormElement, given: GivenContext): SurveyContext {
  return {
    ...given,
    open: [{ section: root, names: new Set(), lowerCaseNames: new Set(), row: null }],
    meta: [],
    questionNames: new Set(),
    repeatNames: new Set(),
    triggerPromises: [],
    geometryPromises: [],
    tableList: null,
    offersOther: false,
  };
}

function newRoot(name: string): FormElement {
  return new FormElement({ kind: 'survey', type: 'survey', name, row: null });
}

function warnOfOther({ name: sheet }: FormSheet, findings: Findings): void {
  const message =
    "The form is in several languages, but the choice 'Other' and its question that or_other adds are not. Add both yourself to translate them.";
  findings.warn('or_other_translated', { sheet }, message);
}
