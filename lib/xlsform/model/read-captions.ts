import { childrenOf, textOf, type XmlElement } from '#lib/formats/xml/parse-xml.ts';
import type { Caption, Texts } from './form-model.ts';

/** The name pyxform and other writers give to texts in no named language. */
const noLanguage = 'default';

type CaptionPart = keyof Caption;

const captionParts: ReadonlySet<string> = new Set<CaptionPart>(['guidance', 'image', 'big-image', 'audio', 'video']);

/** All translated texts of a form. */
export interface Itext {
  readonly languages: readonly string[];
  readonly defaultLanguage: string | null;
  /** The caption of an id; null where no language has it. */
  find(id: string): Caption | null;
}

/** Reads the `itext` of a model; a form without one has no languages. */
export function readItext(itext: XmlElement | undefined): Itext {
  const captions = new Map<string, Map<CaptionPart, [string, string][]>>();
  const translations = itext ? childrenOf(itext, 'translation') : [];
  for (const translation of translations) {
    const language = translation.attributes['lang'] ?? noLanguage;
    for (const text of childrenOf(translation, 'text')) addValues(captions, language, text);
  }
  const names = translations.map(({ attributes }) => attributes['lang'] ?? noLanguage);
  const marked = translations.find(({ attributes }) => /^true/.test(attributes['default'] ?? ''));
  const isNamed = names.some((name) => name !== noLanguage);
  return {
    languages: isNamed ? names : [],
    defaultLanguage: isNamed ? (marked?.attributes['lang'] ?? null) : null,
    find: (id) => toCaption(captions.get(id)),
  };
}

function addValues(
  captions: Map<string, Map<CaptionPart, [string, string][]>>,
  language: string,
  text: XmlElement,
): void {
  const id = text.attributes['id'] ?? '';
  const parts = captions.get(id) ?? new Map<CaptionPart, [string, string][]>();
  captions.set(id, parts);
  for (const value of childrenOf(text, 'value')) {
    const part = partOf(value.attributes['form']);
    const texts = parts.get(part) ?? [];
    parts.set(part, texts);
    texts.push([language, readText(value)]);
  }
}

/** Writers may name forms that nobody shows (`short`, `long`): they are other wordings of the text. */
function partOf(form: string | undefined): CaptionPart {
  return form !== undefined && captionParts.has(form) ? (form as CaptionPart) : 'text';
}

function toCaption(parts: ReadonlyMap<CaptionPart, [string, string][]> | undefined): Caption | null {
  if (!parts) return null;
  return Object.fromEntries([...parts].map(([part, texts]) => [part, Object.fromEntries(texts)]));
}

/** The caption of a `label` or `hint` element: its own text, or what its `ref` names in the itext. */
export function readCaption(element: XmlElement | undefined, itext: Itext): Caption | null {
  if (!element) return null;
  const id = /^\s*jr:itext\(\s*['"](.*)['"]\s*\)\s*$/.exec(element.attributes['ref'] ?? '')?.[1];
  return id === undefined ? plainCaption(readText(element)) : itext.find(id);
}

/** The caption of a message attribute such as `jr:constraintMsg`: text, or a call of `jr:itext`. */
export function readMessage(message: string | undefined, itext: Itext): Caption | null {
  if (message === undefined) return null;
  const id = /^\s*jr:itext\(\s*['"](.*)['"]\s*\)\s*$/.exec(message)?.[1];
  return id === undefined ? plainCaption(message.trim()) : itext.find(id);
}

/** A caption of one text in no named language. */
export function plainCaption(text: string): Caption {
  const texts: Texts = { [noLanguage]: text };
  return { text: texts };
}

/** Text with each `<output value="path"/>` written as `${path}`. */
function readText(element: XmlElement): string {
  const pieces = element.children.map((child) => {
    if (typeof child === 'string') return child;
    const shown = child.attributes['value'] ?? child.attributes['ref'];
    return shown === undefined ? textOf(child) : `\${${shown.trim()}}`;
  });
  return pieces.join('').trim();
}
