import type { ChoiceLists } from '../choices/choice-list.ts';
import { findInstancePaths } from '../expressions/instance-calls.ts';
import { parseReferences } from '../references/parse-references.ts';
import type { Findings } from '../findings/findings.ts';
import type { References, Site } from '../references/resolve-references.ts';
import type { FormSettings } from '../settings/read-settings.ts';
import type { FormElement } from '../tree/form-element.ts';
import { xmlNode, type XmlNode } from './xml-node.ts';

/** All that the parts of the document are made from. */
export interface FormOutput {
  readonly survey: FormElement;
  readonly settings: FormSettings;
  readonly lists: ChoiceLists;
  /** Lists whose items stand in the questions, because `search()` replaces them on the device. */
  readonly searchedLists: ReadonlySet<string>;
  readonly references: References;
  /** Questions set by a change of another one, by that one's name. */
  readonly triggered: ReadonlyMap<string, readonly FormElement[]>;
  readonly entitiesVersion: string | undefined;
  readonly surveySheet: string;
  readonly findings: Findings;
}

/** Text that people read: references and paths into secondary instances become outputs. */
export function outputText(output: FormOutput, text: string, element: FormElement): (XmlNode | string)[] {
  const { references } = output;
  const site: Site = { element };
  const spans = findInstancePaths(text);
  const parts: (XmlNode | string)[] = [];
  let done = 0;
  for (const { start, end } of spans) {
    parts.push(...outputReferences(references, { text, from: done, to: start }, site));
    parts.push(
      xmlNode('output', [['value', references.resolve(escapePath(output, text.slice(start, end), element), site)]]),
    );
    done = end;
  }
  parts.push(...outputReferences(references, { text, from: done, to: text.length }, site));
  return parts;
}

/**
 * Standard converters write `<`, `>` and `&` of such a path as entities inside the expression, which no client can
 * evaluate. The XForm is the same here, so that forms are; a warning says what to do instead.
 */
function escapePath({ findings, surveySheet: sheet }: FormOutput, path: string, { row }: FormElement): string {
  const escaped = path.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  if (escaped !== path) {
    const message = `The text looks up '${path}'. Comparisons with < and > do not work inside of texts: put the look-up into a calculate question, and refer to that.`;
    findings.warn('lookup_in_text', { sheet, row, column: 'label' }, message);
  }
  return escaped;
}

function outputReferences(
  references: References,
  { text, from, to }: { text: string; from: number; to: number },
  site: Site,
): (XmlNode | string)[] {
  const parts: (XmlNode | string)[] = [];
  let done = from;
  for (const reference of parseReferences(text).references) {
    if (reference.start < from || reference.end > to) continue;
    parts.push(text.slice(done, reference.start));
    parts.push(xmlNode('output', [['value', references.pathTo(reference, text, site)]]));
    done = reference.end;
  }
  return [...parts, text.slice(done, to)].filter((part) => part !== '');
}
