import { describe, expect, it } from 'vitest';
import { messagesOf, translatorFor } from '#lib/platform/i18n/translator.ts';
import { builtInTexts } from './built-in-texts.ts';
import { makeCodebook } from './codebook.ts';
import { asSaved, inReadersWords, keyOfText, typeInReadersWords } from './readers-words.ts';
import type { Variable } from './variable.ts';

const [en, de, fr] = [
  translatorFor('en', 'codebookTexts'),
  translatorFor('de', 'codebookTexts'),
  translatorFor('fr', 'codebookTexts'),
];
const aVariable = (type: string, path: string): Variable => ({
  type,
  path,
  kinds: ['integer'],
  minimum: 1,
  maximum: 2,
  longestText: 0,
  longestList: 0,
  examples: null,
  pointCount: 1,
  firstSeenAt: new Date(0),
  lastSeenAt: new Date(0),
});

describe('pdk-45 the codebook in the language of the reader', () => {
  it('pdk-45 has each built-in text once in every language, and no other', () => {
    const keys = [...builtInTexts].map(keyOfText);
    expect(new Set(keys).size).toBe(builtInTexts.size);
    expect(Object.keys(messagesOf('en').codebookTexts).sort()).toEqual(keys.sort());
    for (const text of builtInTexts) expect(inReadersWords(en, text)).toBe(text);
    // Whole sentences differ; words like "App" or "Position" need not.
    const sentences = [...builtInTexts].filter((text) => text.split(' ').length > 5);
    expect(sentences.length).toBeGreaterThan(80);
    for (const text of sentences) for (const t of [de, fr]) expect(inReadersWords(t, text)).not.toBe(text);
  });

  it('pdk-45 leaves what people and plug-ins wrote as it is, however near to a built-in text', () => {
    for (const text of ['', 'app events', 'Steps', 'Wind speed, m/s.', 'constructor', '…']) {
      expect(inReadersWords(de, text)).toBe(text);
    }
  });

  it('pdk-45 changes texts alone, and saves what nobody changed in the words it had', () => {
    const [battery] = makeCodebook(
      [aVariable('pdk-device-battery', 'level'), aVariable('pdk-device-battery', 'own')],
      [],
    );
    const shown = typeInReadersWords(de, battery!);
    expect(shown).toMatchObject({
      type: 'pdk-device-battery',
      title: 'Akku',
      category: 'Gerät',
      variables: [
        { path: 'level', group: 'Ladung', description: expect.stringContaining('`scale`') as string, minimum: 1 },
        { path: 'own', group: '', description: '' },
      ],
    });
    expect(asSaved(de, { written: 'Akku', original: 'Battery' })).toBe('Battery');
    expect(asSaved(de, { written: 'Batterie', original: 'Battery' })).toBe('Batterie');
    expect(asSaved(fr, { written: '', original: 'Battery' })).toBe('');
  });
});
