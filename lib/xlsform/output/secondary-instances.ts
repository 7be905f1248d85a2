import { needsItext, type ChoiceList } from '../choices/choice-list.ts';
import { FormFault, type Findings } from '../findings/findings.ts';
import { parseReferences } from '../references/parse-references.ts';
import { lastSavedInstance } from '../references/resolve-references.ts';
import type { FormElement, Text } from '../tree/form-element.ts';
import { fileAddress, isListFile, splitFileName } from '../types/file-name.ts';
import type { FormOutput } from './form-output.ts';
import { xmlNode, type XmlNode } from './xml-node.ts';

/** A secondary instance: a file, the last submission, or a list of the form itself. */
interface Instance {
  readonly id: string;
  /** null for lists of the form. */
  readonly src: string | null;
  /** Declared on the sheet, not only used. */
  readonly isDeclared: boolean;
  readonly element: FormElement | undefined;
  readonly node: XmlNode;
}

/** Where expressions may read files. */
const expressionBinds = new Set(['calculate', 'constraint', 'readonly', 'required', 'relevant']);

/** The secondary instances of a form, each id once; one id for two sources is an error (section 6.4). */
export function secondaryInstances(output: FormOutput, lists: Iterable<ChoiceList>, findings: Findings): XmlNode[] {
  const elements = [...output.survey.descend()];
  const found = [
    ...elements.flatMap(instancesOf),
    ...(elements.some(usesLastSaved) ? [instance(lastSavedInstance, 'jr://instance/last-saved')] : []),
    ...[...lists].filter(({ name }) => !output.searchedLists.has(name)).map(listInstance),
  ];
  const byId = new Map<string, Instance>();
  for (const one of found) {
    const other = byId.get(one.id);
    if (!other) byId.set(one.id, one);
    else if (other.src !== one.src || (one.isDeclared && other.isDeclared)) {
      findings.attempt(() => refuseSecond(output, one, other));
    }
  }
  return [...byId.values()].map(({ node }) => node);
}

function refuseSecond({ surveySheet: sheet }: FormOutput, { id, element }: Instance, other: Instance): never {
  const row = element?.row ?? other.element?.row ?? null;
  const message = `'${id}' is the name of two sources of data: of two files, or of a file and a list of choices. Rename one of them.`;
  throw new FormFault('instance_conflict', { sheet, row }, message);
}

function instance(id: string, src: string, element?: FormElement): Instance {
  const node = xmlNode('instance', [
    ['id', id],
    ['src', src],
  ]);
  return { id, src, isDeclared: element?.kind === 'external', element, node };
}

function instancesOf(element: FormElement): Instance[] {
  if (element.kind === 'external') {
    const extension = element.type.split('-')[0] ?? '';
    return [instance(element.name, fileAddress(`${element.name}.${extension}`), element)];
  }
  const pulled = expressionsOf(element).flatMap(pulledFiles);
  const file = element.itemset;
  return [
    ...pulled.map((name) => instance(name, fileAddress(`${name}.csv`), element)),
    ...(file !== undefined && isListFile(file) ? [instance(splitFileName(file).stem, fileAddress(file), element)] : []),
  ];
}

function expressionsOf({ bind, choiceFilter, default: value }: FormElement): string[] {
  const binds = [...(bind ?? [])].filter(([name]) => expressionBinds.has(name)).map(([, text]) => text);
  const texts: (Text | undefined)[] = [...binds, choiceFilter, value];
  return texts.filter((text) => typeof text === 'string');
}

/** Names of the CSV files in calls of `pulldata('file', …)`. */
function pulledFiles(expression: string): string[] {
  if (!expression.includes('pulldata(')) return [];
  const calls = expression.matchAll(/pulldata\s*\(\s*(.*?),/g);
  return Array.from(calls, ([, argument = '']) => argument.replaceAll(/['"]/g, '').trim());
}

function usesLastSaved(element: FormElement): boolean {
  if (element.kind !== 'question') return false;
  return expressionsOf(element).some((text) => parseReferences(text).references.some(({ isLastSaved }) => isLastSaved));
}

function listInstance(list: ChoiceList): Instance {
  const isInItext = needsItext(list);
  const items = list.choices.map(({ name, label, columns, smsOption }, index) => {
    const cells: [string, string | undefined][] = [
      ['itextId', isInItext ? `${list.name}-${index}` : undefined],
      ['name', name],
      ['label', isInItext || typeof label !== 'string' ? undefined : label],
      ...columns,
      ['sms_option', smsOption],
    ];
    const children = cells.flatMap(([key, text]) => (text === undefined ? [] : [xmlNode(key, [], [text])]));
    return xmlNode('item', [], children);
  });
  const node = xmlNode('instance', [['id', list.name]], [xmlNode('root', [], items)]);
  return { id: list.name, src: null, isDeclared: false, element: undefined, node };
}
