import { FormFault } from '../findings/findings.ts';
import type { FormElement } from '../tree/form-element.ts';
import { pathOf } from '../tree/paths.ts';
import { outputText, type FormOutput } from './form-output.ts';
import { isLabelInItext } from './itext.ts';
import { xmlNode, type XmlNode } from './xml-node.ts';

/** The label of an element; empty when it has none. */
export function labelNode(output: FormOutput, element: FormElement): XmlNode {
  if (isLabelInItext(element)) return xmlNode('label', [['ref', `jr:itext('${pathOf(element)}:label')`]]);
  const label = typeof element.label === 'string' ? element.label : '';
  return xmlNode('label', [], outputText(output, label, element));
}

/** Label and hint of a question that is shown. Refuses one that people could not read. */
export function captionNodes(output: FormOutput, question: FormElement): XmlNode[] {
  const { label, media, hint, guidanceHint } = question;
  if (!label && !media && !hint) refuseUncaptioned(output, question);
  if (media?.has('big-image') && !media.has('image')) refuseBigImage(output, question);
  return [labelNode(output, question), ...(hint || guidanceHint ? [hintNode(output, question)] : [])];
}

function hintNode(output: FormOutput, question: FormElement): XmlNode {
  const { hint, guidanceHint } = question;
  if (typeof hint !== 'string' || guidanceHint)
    return xmlNode('hint', [['ref', `jr:itext('${pathOf(question)}:hint')`]]);
  return xmlNode('hint', [], outputText(output, hint, question));
}

function refuseUncaptioned({ surveySheet: sheet }: FormOutput, { name, row, guidanceHint }: FormElement): never {
  const more = guidanceHint ? ' A guidance hint is not enough, because it may be hidden.' : '';
  const message = `The question '${name}' is shown, but has neither label nor hint. Give it a label.${more}`;
  throw new FormFault('label_missing', { sheet, row, column: 'label' }, message);
}

function refuseBigImage({ surveySheet: sheet }: FormOutput, { name, row }: FormElement): never {
  const message = `The question '${name}' has a big-image without an image. Give it both.`;
  throw new FormFault('image_missing', { sheet, row, column: 'big-image' }, message);
}
