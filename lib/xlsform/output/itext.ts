import { needsItext } from '../choices/choice-list.ts';
import { parseReferences } from '../references/parse-references.ts';
import type { FormElement, Text } from '../tree/form-element.ts';
import { pathOf } from '../tree/paths.ts';
import { bindMessages, isMessageInItext } from './binds.ts';
import { outputText, type FormOutput } from './form-output.ts';
import { xmlNode, type XmlNode } from './xml-node.ts';

/** What a translation holds under one id: the plain text, guidance, and media, by form. */
type Forms = Map<string, TranslatedText>;

interface TranslatedText {
  readonly text: string;
  /** Whose text it is, for references; choices and names of files are nobody's. */
  readonly element: FormElement | undefined;
}

/** By language, then by id. */
type Translations = Map<string, Map<string, Forms>>;

const plain = 'long';
const mediaFolders: Readonly<Record<string, string>> = {
  image: 'images',
  'big-image': 'images',
  audio: 'audio',
  video: 'video',
};

/** Stands where a language lacks a text that another has. */
const missing = '-';

/** Are the label's texts in itext: in languages, or with media? */
export function isLabelInItext({ label, media }: FormElement): boolean {
  return (label !== undefined && typeof label !== 'string') || (media !== undefined && media.size > 0);
}

/** All texts in languages, and those that only itext can hold; undefined when there are none (section 6.4, itext). */
export function itext(output: FormOutput): XmlNode | undefined {
  const translations = collect(output);
  if (translations.size === 0) return undefined;
  fillGaps(translations);
  const { defaultLanguage } = output.settings;
  const nodes = [...translations].map(([language, texts]) => {
    const isDefault = language === defaultLanguage ? 'true()' : undefined;
    const children = [...texts].map(([id, forms]) => xmlNode('text', [['id', id]], valuesOf(output, forms)));
    return xmlNode(
      'translation',
      [
        ['lang', language],
        ['default', isDefault],
      ],
      children,
    );
  });
  return xmlNode('itext', [], nodes);
}

/** The languages of the form's texts, as written. */
export function languagesOf(output: FormOutput): string[] {
  return [...collect(output).keys()];
}

function collect(output: FormOutput): Translations {
  const collector = new Collector(output.settings.defaultLanguage);
  for (const list of output.lists.values()) {
    if (!needsItext(list)) continue;
    for (const [index, { label, media }] of list.choices.entries()) {
      const id = `${list.name}-${index}`;
      collector.add({ id, form: plain }, label, undefined);
      for (const [form, text] of media ?? []) collector.add({ id, form }, text, undefined);
    }
  }
  const elements = [...output.survey.descend()].filter((element) => element.isSection || element.kind === 'question');
  for (const element of elements) collectCaptions(collector, element);
  for (const element of elements) {
    // References in names of files are those of the whole form, as those of choices are.
    for (const [form, text] of element.media ?? [])
      collector.add({ id: `${pathOf(element)}:label`, form }, text, undefined);
  }
  return collector.translations;
}

function collectCaptions(collector: Collector, element: FormElement): void {
  const path = pathOf(element);
  for (const name of bindMessages) {
    const message = element.bind?.get(name);
    if (message === undefined || !isMessageInItext(name, message)) continue;
    collector.add({ id: `${path}:${name}`, form: plain }, message, element);
  }
  const { label, hint, guidanceHint } = element;
  if (isLabelInItext(element)) collector.add({ id: `${path}:label`, form: plain }, label, element);
  const isHintInItext = typeof hint !== 'string' || guidanceHint !== undefined;
  if (isHintInItext) collector.add({ id: `${path}:hint`, form: plain }, hint, element);
  collector.add({ id: `${path}:hint`, form: 'guidance' }, guidanceHint, element);
}

class Collector {
  readonly translations: Translations = new Map();
  readonly #defaultLanguage: string;

  constructor(defaultLanguage: string) {
    this.#defaultLanguage = defaultLanguage;
  }

  add({ id, form }: { id: string; form: string }, text: Text | undefined, element: FormElement | undefined): void {
    if (text === undefined) return;
    const byLanguage = typeof text === 'string' ? [[this.#defaultLanguage, text] as const] : [...text];
    for (const [language, words] of byLanguage) {
      const texts = this.translations.get(language) ?? new Map<string, Forms>();
      this.translations.set(language, texts);
      const forms = texts.get(id) ?? new Map<string, TranslatedText>();
      texts.set(id, forms);
      forms.set(form, { text: words, element });
    }
  }
}

/** Every language has every text; what it lacks is a dash. */
function fillGaps(translations: Translations): void {
  const all = new Map<string, Set<string>>();
  for (const texts of translations.values()) {
    for (const [id, forms] of texts) all.set(id, new Set([...(all.get(id) ?? []), ...forms.keys()]));
  }
  for (const texts of translations.values()) {
    for (const [id, wanted] of all) {
      const forms = texts.get(id) ?? new Map<string, TranslatedText>();
      texts.set(id, forms);
      for (const form of wanted) if (!forms.has(form)) forms.set(form, { text: missing, element: undefined });
    }
  }
}

function valuesOf(output: FormOutput, forms: Forms): XmlNode[] {
  return [...forms].flatMap(([form, { text, element }]) => {
    const content = contentOf(output, text, element);
    if (form === plain) return [xmlNode('value', [], content)];
    if (form === 'guidance') return [xmlNode('value', [['form', form]], content)];
    if (text === missing) return [];
    return [xmlNode('value', [['form', form]], [`jr://${mediaFolders[form] ?? form}/`, ...content])];
  });
}

/** References of choices and files are the same wherever they are used: seen from the form's root. */
function contentOf(output: FormOutput, text: string, element: FormElement | undefined): (XmlNode | string)[] {
  const isPlain = parseReferences(text).references.length === 0 && !text.includes('instance(');
  return isPlain ? [text] : outputText(output, text, element ?? output.survey);
}
