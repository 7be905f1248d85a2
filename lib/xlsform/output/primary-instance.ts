import type { FormElement } from '../tree/form-element.ts';
import type { FormOutput } from './form-output.ts';
import { xmlNode, type XmlNode } from './xml-node.ts';

/** In a template, or in the repeat shown after it, what is inside is not shown twice again. */
type Inside = 'nothing' | 'repeat';

/** The primary instance: the tree of nodes that a submission fills in. */
export function primaryInstance(output: FormOutput): XmlNode {
  const { survey, settings } = output;
  const { values, attributes } = settings;
  const node = sectionNode(output, survey, 'nothing');
  const own: [string, string | undefined][] = [
    ['id', values.get('id_string')],
    ['xmlns', values.get('instance_xmlns')],
    ['version', values.get('version')],
    ['odk:prefix', values.get('prefix')],
    ['odk:delimiter', values.get('delimiter')],
  ];
  return xmlNode(node.name, [...attributes, ...own], node.children);
}

function sectionNode(output: FormOutput, section: FormElement, inside: Inside): XmlNode {
  const attributes = section.children
    .filter(({ kind }) => kind === 'attribute')
    .map(({ name, value }) => [name, value] as const);
  const children = section.children.flatMap((child) => childNodes(output, child, inside));
  return xmlNode(section.name, [...resolvedAttributes(output, section), ...attributes], children);
}

/** A repeat is there twice: as the template of new ones, then as the first one. */
function childNodes(output: FormOutput, child: FormElement, inside: Inside): XmlNode[] {
  if (child.kind === 'attribute' || child.kind === 'external') return [];
  if (child.isFlat) return child.children.flatMap((grandchild) => childNodes(output, grandchild, inside));
  if (child.kind === 'repeat') {
    const first = sectionNode(output, child, 'repeat');
    return inside === 'repeat' ? [first] : [templateNode(output, child), first];
  }
  return [child.isSection ? sectionNode(output, child, inside) : leafNode(output, child)];
}

/** Repeats directly inside a template are templates alone. */
function templateNode(output: FormOutput, repeat: FormElement): XmlNode {
  const children = repeat.children.flatMap((child) =>
    child.kind === 'repeat' ? [templateNode(output, child)] : childNodes(output, child, 'nothing'),
  );
  return xmlNode(repeat.name, [['jr:template', '']], children);
}

function leafNode(output: FormOutput, question: FormElement): XmlNode {
  const hasText = question.default !== undefined && !question.isDefaultDynamic;
  return xmlNode(question.name, resolvedAttributes(output, question), hasText ? [question.default ?? ''] : []);
}

function resolvedAttributes({ references }: FormOutput, element: FormElement): [string, string][] {
  return [...element.instance].map(([name, value]) => [name, references.resolve(value, { element })]);
}
