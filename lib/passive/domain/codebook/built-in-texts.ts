import { contactTexts } from './contact-texts.ts';
import { deviceTexts } from './device-texts.ts';
import { metadataTexts } from './metadata-texts.ts';
import { sensingTexts } from './sensing-texts.ts';
import type { TypeText } from './type-text.ts';

/** What the codebook says of the types it knows, in English: files and the API have it in these words. */
export const builtInTypes: Readonly<Record<string, TypeText>> = { ...deviceTexts, ...sensingTexts, ...contactTexts };

/** Category of types that nobody has put into one. */
export const otherCategory = 'Other';

/** Every built-in text: titles, categories, groups and descriptions. */
export const builtInTexts: ReadonlySet<string> = new Set([
  otherCategory,
  ...Object.values(metadataTexts).flat(),
  ...Object.values(builtInTypes).flatMap(({ title, category, description, variables }) => [
    title,
    category,
    description,
    ...Object.values(variables).flat(),
  ]),
]);
