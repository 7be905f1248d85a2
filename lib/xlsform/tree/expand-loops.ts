import type { Choice, ChoiceLists } from '../choices/choice-list.ts';
import { FormFault } from '../findings/findings.ts';
import { FormElement, type Text } from './form-element.ts';

/** This choice of a loop's list stands for none of them. */
const noneName = 'none';

/** More questions than any form has; loops in loops multiply. */
const maxElements = 100_000;

/**
 * Puts a group for each choice in the place of every loop, each holding the loop's questions. Throws `loop_too_large`
 * when that makes more questions than a form can have.
 */
export function expandLoops(survey: FormElement, lists: ChoiceLists, sheet: string): void {
  new LoopExpansion(lists, sheet).expandIn(survey);
}

class LoopExpansion {
  readonly #lists: ChoiceLists;
  readonly #sheet: string;
  #made = 0;

  constructor(lists: ChoiceLists, sheet: string) {
    this.#lists = lists;
    this.#sheet = sheet;
  }

  expandIn(section: FormElement): void {
    const children = section.children.map((child) => {
      this.expandIn(child);
      return child.loopList === undefined ? child : this.#expand(child, this.#lists.get(child.loopList)?.choices ?? []);
    });
    section.children = [];
    for (const child of children) section.add(child);
  }

  #expand(loop: FormElement, choices: readonly Choice[]): FormElement {
    const size = [...loop.descend()].length;
    this.#made += size * choices.length;
    if (this.#made > maxElements) {
      const message = `The loop '${loop.name}' makes more questions than a form can have. Use a repeat, or a shorter list.`;
      throw new FormFault('loop_too_large', { sheet: this.#sheet, row: loop.row, column: 'type' }, message);
    }
    return expandLoop(loop, choices);
  }
}

function expandLoop(loop: FormElement, choices: readonly Choice[]): FormElement {
  const group = copy(loop, 'group');
  for (const choice of choices.filter(({ name }) => name !== noneName)) {
    const column = new FormElement({ kind: 'group', type: 'group', name: choice.name, row: loop.row });
    column.label = choice.label;
    column.media = choice.media;
    column.add(...loop.children.map((child) => substitute(copyTree(child), choice)));
    group.add(column);
  }
  return group;
}

function copyTree(element: FormElement): FormElement {
  const copied = copy(element, element.kind);
  copied.add(...element.children.map(copyTree));
  return copied;
}

function copy(element: FormElement, kind: FormElement['kind']): FormElement {
  const copied = new FormElement({
    kind,
    type: kind === 'group' ? 'group' : element.type,
    name: element.name,
    row: element.row,
  });
  const { kind: _kind, type: _type, row: _row, parent: _parent, children: _children, ...rest } = element;
  return Object.assign(copied, rest, {
    bind: element.bind && new Map(element.bind),
    control: new Map(element.control),
    loopList: undefined,
  });
}

/** `%(name)s` and `%(label)s` stand for the choice's, in what a question of a loop says. */
function substitute(element: FormElement, choice: Choice): FormElement {
  const fill = (text: string, language?: string): string =>
    text.replaceAll(/%\((\w+)\)s/g, (written, key: string) => cellOf(choice, key, language) ?? written);
  const fillText = (text: Text): Text =>
    typeof text === 'string'
      ? fill(text)
      : new Map([...text].map(([language, words]) => [language, fill(words, language)]));
  element.name = fill(element.name);
  if (element.label !== undefined) element.label = fillText(element.label);
  if (element.hint !== undefined) element.hint = fillText(element.hint);
  if (element.guidanceHint !== undefined) element.guidanceHint = fillText(element.guidanceHint);
  if (element.default !== undefined) element.default = fill(element.default);
  if (element.bind) element.bind = new Map([...element.bind].map(([key, value]) => [key, fillText(value)]));
  if (element.choiceFilter !== undefined) element.choiceFilter = fill(element.choiceFilter);
  const fillValues = (values: ReadonlyMap<string, string>): Map<string, string> =>
    new Map([...values].map(([key, value]) => [key, fill(value)]));
  element.control = fillValues(element.control);
  element.instance = fillValues(element.instance);
  if (element.media) element.media = new Map([...element.media].map(([key, value]) => [key, fillText(value)]));
  return element;
}

function cellOf({ name, label, columns }: Choice, key: string, language: string | undefined): string | undefined {
  if (key === 'name') return name;
  if (key !== 'label') return columns.get(key);
  if (typeof label === 'string' || label === undefined) return label;
  return label.get(language ?? '') ?? [...label.values()][0];
}
