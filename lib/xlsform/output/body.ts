import { FormFault } from '../findings/findings.ts';
import type { FormElement } from '../tree/form-element.ts';
import { pathOf } from '../tree/paths.ts';
import { findQuestionType } from '../types/question-types.ts';
import { actionsOf } from './binds.ts';
import { captionNodes, labelNode } from './captions.ts';
import type { FormOutput } from './form-output.ts';
import { choiceNodes } from './itemset.ts';
import { xmlNode, type Attributes, type XmlNode } from './xml-node.ts';

/** The body: what people see, in the form's order. */
export function body(output: FormOutput): XmlNode {
  const style = output.settings.values.get('style');
  return xmlNode('h:body', [['class', style]], controlsIn(output, output.survey));
}

function controlsIn(output: FormOutput, section: FormElement): XmlNode[] {
  return section.children.flatMap((child) => {
    if (child.kind === 'repeat') return [repeatNode(output, child)];
    if (child.kind === 'group') return child.isBodyless ? [] : [groupNode(output, child)];
    return child.kind === 'question' ? questionNodes(output, child) : [];
  });
}

function groupNode(output: FormOutput, group: FormElement): XmlNode {
  const label = group.label === undefined ? [] : [labelNode(output, group)];
  const ref = group.isFlat ? undefined : pathOf(group);
  return xmlNode(
    'group',
    [...controlAttributes(output, group), ['ref', ref]],
    [...label, ...controlsIn(output, group)],
  );
}

function repeatNode(output: FormOutput, repeat: FormElement): XmlNode {
  const path = pathOf(repeat);
  const attributes: Attributes = [['nodeset', path], ...controlAttributes(output, repeat)];
  const inside = [...controlsIn(output, repeat), ...actionsInRepeat(output, repeat)];
  return xmlNode('group', [['ref', path]], [labelNode(output, repeat), xmlNode('repeat', attributes, inside)]);
}

/** What happens to nodes in each new repeat; repeats inside see to their own. */
function actionsInRepeat(output: FormOutput, section: FormElement): XmlNode[] {
  return section.children
    .filter(({ kind }) => kind !== 'repeat')
    .flatMap((child) => [...actionsOf(output, child, true), ...actionsInRepeat(output, child)]);
}

function controlAttributes({ references }: FormOutput, element: FormElement): [string, string][] {
  return [...element.control].map(([name, value]) => [name, references.resolve(value, { element })]);
}

function questionNodes(output: FormOutput, question: FormElement): XmlNode[] {
  const tag = findQuestionType(question.type)?.control?.tag;
  const triggered = output.triggered.get(question.name) ?? [];
  if (isInvisible(question)) {
    const [first] = triggered.filter(({ type }) => type !== 'background-geopoint');
    if (first) refuseTrigger(output, question, first);
    return [];
  }
  if (tag === undefined || tag === 'action') return [];
  const attributes: Attributes = [
    ['ref', pathOf(question)],
    ...controlAttributes(output, question),
    ['query', queryOf(output, question)],
  ];
  const children = [
    ...captionNodes(output, question),
    ...choiceNodes(output, question),
    ...question.tags.map(({ key, label }) =>
      xmlNode('tag', [['key', key]], [xmlNode('label', [], typeof label === 'string' ? [label] : [])]),
    ),
    ...[...triggered].sort(placesLast).map((target) => triggerNode(output, question, target)),
  ];
  return [xmlNode(tag, attributes, children)];
}

/** Calculated questions show nothing, unless they are given a label or a hint. */
function isInvisible({ type, bind, triggers, label, hint }: FormElement): boolean {
  const isSetByItself = bind?.has('calculate') || triggers.length > 0;
  return type === 'calculate' || (isSetByItself && !label && !hint);
}

/** Choices on `external_choices` are asked for, not listed. */
function queryOf({ references }: FormOutput, question: FormElement): string | undefined {
  const { query, choiceFilter } = question;
  if (query === undefined) return undefined;
  const filter = choiceFilter && references.resolve(choiceFilter, { element: question, usesCurrent: true });
  return `instance('${query}')/root/item${filter ? `[${filter}]` : ''}`;
}

/** What is calculated is set before the device is asked where it is. */
function placesLast(one: FormElement, other: FormElement): number {
  return Number(one.type === 'background-geopoint') - Number(other.type === 'background-geopoint');
}

/** Sets another question when this one changes. */
function triggerNode({ references }: FormOutput, question: FormElement, target: FormElement): XmlNode {
  const calculation = target.bind?.get('calculate');
  const value = typeof calculation === 'string' ? references.resolve(calculation, { element: question }) : undefined;
  const isPlace = target.type === 'background-geopoint';
  return xmlNode(isPlace ? 'odk:setgeopoint' : 'setvalue', [
    ['ref', references.absolutePath(target.name, question)],
    ['event', 'xforms-value-changed'],
    ['value', isPlace ? undefined : value],
  ]);
}

function refuseTrigger({ surveySheet: sheet }: FormOutput, { name }: FormElement, target: FormElement): never {
  const message = `'${target.name}' is set when '${name}' changes, but '${name}' is never shown. Choose a trigger that people answer.`;
  throw new FormFault('trigger_invisible', { sheet, row: target.row, column: 'trigger' }, message);
}
