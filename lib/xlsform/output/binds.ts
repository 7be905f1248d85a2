import { hasReference } from '../references/parse-references.ts';
import type { Action, FormElement, Text } from '../tree/form-element.ts';
import { pathOf } from '../tree/paths.ts';
import type { FormOutput } from './form-output.ts';
import { xmlNode, type XmlNode } from './xml-node.ts';

/** Where `yes` and its like are expressions. */
const conditions = new Set(['readonly', 'required', 'relevant', 'constraint', 'calculate']);
const yes = new Set(['yes', 'Yes', 'YES', 'true', 'True', 'TRUE']);
const no = new Set(['no', 'No', 'NO', 'false', 'False', 'FALSE']);

/** Messages that may be in several languages. */
export const bindMessages = ['jr:constraintMsg', 'jr:requiredMsg', 'jr:noAppErrorString'];

/** The binds of all nodes in the form's order, each followed by what happens to the node when the form opens. */
export function binds(output: FormOutput): XmlNode[] {
  return [...output.survey.descend()].flatMap((element) => [
    ...bindOf(output, element),
    ...actionsOf(output, element, false),
  ]);
}

function bindOf({ references }: FormOutput, element: FormElement): XmlNode[] {
  const { bind } = element;
  if (bind === null || element.isFlat) return [];
  const isSetByTrigger = element.triggers.length > 0;
  const attributes = [...bind].flatMap(([name, value]): [string, string][] => {
    if (isSetByTrigger && name === 'calculate') return [];
    return [[name, references.resolve(bindValue(element, name, value), { element })]];
  });
  return [xmlNode('bind', [['nodeset', pathOf(element)], ...attributes])];
}

function bindValue(element: FormElement, name: string, value: Text): string {
  if (isMessageInItext(name, value)) return `jr:itext('${pathOf(element)}:${name}')`;
  const text = typeof value === 'string' ? value : ([...value.values()][0] ?? '');
  if (!conditions.has(name)) return text;
  if (yes.has(text)) return 'true()';
  return no.has(text) ? 'false()' : text;
}

/** Messages go through itext when they are in languages, or refer to answers. */
export function isMessageInItext(name: string, value: Text): boolean {
  if (!bindMessages.includes(name)) return false;
  return typeof value !== 'string' || (name !== 'jr:noAppErrorString' && hasReference(value));
}

/** What happens to a node by itself: when the form opens, or in each new repeat. */
export function actionsOf({ references }: FormOutput, element: FormElement, isInRepeat: boolean): XmlNode[] {
  const due = element.actions.filter(({ event }) => (event === 'odk-new-repeat') === isInRepeat);
  return due.map(({ name, event, value, attributes }: Action) => {
    const expression =
      name === 'setvalue' ? (value ?? references.resolve(element.default ?? '', { element })) : undefined;
    return xmlNode(name, [
      ['ref', pathOf(element)],
      ['event', event],
      ...Object.entries(attributes ?? {}),
      ['value', expression],
    ]);
  });
}
