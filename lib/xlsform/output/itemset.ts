import { needsItext, type ChoiceList } from '../choices/choice-list.ts';
import { isReference, parseReferences } from '../references/parse-references.ts';
import type { FormElement } from '../tree/form-element.ts';
import { isListFile, splitFileName } from '../types/file-name.ts';
import { outputText, type FormOutput } from './form-output.ts';
import { xmlNode, type XmlNode } from './xml-node.ts';

/** Where the choices of a question come from, as children of its control. */
export function choiceNodes(output: FormOutput, question: FormElement): XmlNode[] {
  const { itemset } = question;
  if (itemset === undefined) return [];
  if (isSearch(question)) return inlineItems(output, question, output.lists.get(itemset));
  const { nodeset, value, label } = hasReferences(itemset)
    ? fromRepeat(output, question, itemset)
    : fromList(output, question, itemset);
  return [
    xmlNode(
      'itemset',
      [['nodeset', randomized(output, question, nodeset)]],
      [xmlNode('value', [['ref', value]]), xmlNode('label', [['ref', label]])],
    ),
  ];
}

/** Do the choices come from `search()`, which works on items in the question alone? */
export function isSearch({ control, itemset }: FormElement): boolean {
  return itemset !== undefined && /search\(.*?\)/.test(control.get('appearance') ?? '');
}

function hasReferences(itemset: string): boolean {
  return parseReferences(itemset).references.length > 0;
}

interface Choices {
  readonly nodeset: string;
  readonly value: string;
  readonly label: string;
}

function fromList(output: FormOutput, question: FormElement, itemset: string): Choices {
  const list = output.lists.get(itemset);
  const isFile = isListFile(itemset);
  const { stem, extension } = splitFileName(itemset);
  const isGeoJson = extension === '.geojson';
  const { parameters, choiceFilter } = question;
  const filter = choiceFilter && output.references.resolve(choiceFilter, { element: question, usesCurrent: true });
  return {
    nodeset: `instance('${isFile ? stem : itemset}')/root/item${filter ? `[${filter}]` : ''}`,
    value: parameters.get('value') ?? (isGeoJson ? 'id' : 'name'),
    label:
      list && needsItext(list) ? 'jr:itext(itextId)' : (parameters.get('label') ?? (isGeoJson ? 'title' : 'label')),
  };
}

/** Choices among the answers in a repeat; those not given yet are none. A repeat alone stands for places in it. */
function fromRepeat(output: FormOutput, question: FormElement, itemset: string): Choices {
  const { references } = output;
  const path = references.resolve(itemset, { element: question, isFromParent: true }).trim();
  const isRepeat = isReference(itemset) && question.type.startsWith('geo');
  const nodeset = isRepeat ? path : path.slice(0, path.lastIndexOf('/'));
  const name = isRepeat ? 'geometry' : path.slice(path.lastIndexOf('/') + 1);
  const site = { element: question, usesCurrent: true, isFromParent: true };
  const filter = question.choiceFilter
    ? references.resolve(question.choiceFilter, site).replaceAll(`current()/${nodeset}`, '.').replaceAll(nodeset, '.')
    : `./${name} != ''`;
  return { nodeset: `${nodeset}[${filter}]`, value: name, label: name };
}

function randomized({ references }: FormOutput, question: FormElement, nodeset: string): string {
  const { parameters } = question;
  if (parameters.get('randomize') !== 'true') return nodeset;
  const seed = parameters.get('seed');
  return `randomize(${nodeset}${seed === undefined ? '' : `, ${references.resolve(seed, { element: question }).trim()}`})`;
}

function inlineItems(output: FormOutput, question: FormElement, list: ChoiceList | undefined): XmlNode[] {
  if (!list) return [];
  const isInItext = needsItext(list);
  return list.choices.map(({ name, label }, index) => {
    const text = typeof label === 'string' && question.label !== undefined ? label : '';
    const labelNode = isInItext
      ? xmlNode('label', [['ref', `jr:itext('${list.name}-${index}')`]])
      : xmlNode('label', [], outputText(output, text, output.survey));
    return xmlNode('item', [], [labelNode, xmlNode('value', [], [name])]);
  });
}
