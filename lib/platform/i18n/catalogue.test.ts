import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTranslator } from 'use-intl/core';
import { describe, expect, test } from 'vitest';
import { locales, negotiateLocale, knownTimeZone } from './locales.ts';
import { messagesOf, translatorFor } from './translator.ts';

const folder = join(import.meta.dirname, 'messages');

/** Messages by dotted key. */
function flatten(tree: unknown, prefix = ''): Map<string, string> {
  if (typeof tree === 'string') return new Map([[prefix, tree]]);
  return new Map(
    Object.entries(tree as object).flatMap(([key, value]) => [
      ...flatten(value, prefix === '' ? key : `${prefix}.${key}`),
    ]),
  );
}

/** Names of the ICU arguments and tags of a message; the texts of plural branches are messages themselves. */
function argumentsOf(message: string): string[] {
  const names = new Set([...message.matchAll(/<(\w+)>/g)].map((match) => `<${match[1] ?? ''}>`));
  for (const { head, isBranch } of braces(message)) {
    const name = /^\s*(\w+)\s*(?:,|$)/.exec(head)?.[1];
    if (!isBranch && name !== undefined) names.add(name);
  }
  return [...names].sort();
}

/** Every pair of braces: what stands before its first inner brace, and whether it is a branch of a plural or select. */
function braces(message: string): { readonly head: string; readonly isBranch: boolean }[] {
  const found = [];
  const open: boolean[] = [];
  for (const { index, 0: character } of message.matchAll(/[{}]/g)) {
    if (character === '}') open.pop();
    if (character !== '{') continue;
    const head = /^[^{}]*/.exec(message.slice(index + 1))?.[0] ?? '';
    const isBranch = open.at(-1) === true;
    found.push({ head, isBranch });
    open.push(!isBranch && /,\s*(plural|select|selectordinal)\s*,/.test(head));
  }
  return found;
}

/** Two words or more besides what is put in. Single ones are often the same: Name, Version, Source. */
function isPhrase(message: string): boolean {
  const plain = message.replaceAll(/\{\w+(, number)?\}|\{\w+, plural,/g, ' ');
  return (plain.match(/\p{L}{2,}/gu) ?? []).length > 1;
}

/** Phrases that are names, or that two of our languages write alike. */
const sameInAll = [
  'The Things Stack v3',
  'JSON:API',
  'JSON Lines',
  'Excel (XLSX)',
  'Firebase (Android)',
  'Apple (iOS)',
  'Plug-in',
  'Document (Markdown)',
  'Latitude, longitude',
  '{count, plural, one {# point} other {# points}}',
  '{points, plural, one {# point} other {# points}}, {size}',
];

const english = flatten(messagesOf('en'));

describe.each(locales)('platform: the catalogue in %s', (locale) => {
  const messages = flatten(messagesOf(locale));

  test('platform: has every message that English has, and no other', () => {
    expect([...messages.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('platform: names the same values in each message', () => {
    const differing = [...messages].filter(
      ([key, text]) => argumentsOf(text).join() !== argumentsOf(english.get(key) ?? '').join(),
    );
    expect(differing).toEqual([]);
  });

  test('man-30 no phrase was left in English', () => {
    const phrases = [...messages].filter(([key, text]) => isPhrase(text) && text === english.get(key));
    if (locale !== 'en') expect(phrases.filter(([, text]) => !sameInAll.includes(text))).toEqual([]);
    else expect(phrases.length).toBeGreaterThan(1000);
  });

  test('platform: every message can be written', () => {
    const t = createTranslator({
      locale,
      messages: messagesOf(locale),
      timeZone: 'UTC',
      onError: (error) => {
        throw error;
      },
    }) as unknown as { rich(key: string, values: object): unknown };
    for (const [key, text] of messages) {
      expect(text.trim(), key).not.toBe('');
      const values = argumentsOf(text).map((name) =>
        name.startsWith('<') ? [name.slice(1, -1), (inner: unknown) => inner] : [name, 2],
      );
      expect(() => t.rich(key, Object.fromEntries(values) as object), key).not.toThrow();
    }
  });

  test('platform: every file of the folder is in it', () => {
    const files = readdirSync(join(folder, locale)).map((name) => name.replace('.json', ''));
    const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const wings = files.map(camel);
    expect(wings.sort()).toEqual(Object.keys(messagesOf(locale)).sort());
    for (const name of files) {
      const file: unknown = JSON.parse(readFileSync(join(folder, locale, `${name}.json`), 'utf8'));
      expect(messagesOf(locale)[camel(name) as 'shell']).toEqual(file);
    }
  });
});

test('platform: there is a folder for each language and for no other', () => {
  expect(readdirSync(folder).sort()).toEqual([...locales].sort());
});

describe('platform: the language of a request', () => {
  test('platform: is what the person chose, then what the account says, then what the browser wishes', () => {
    expect(negotiateLocale({ account: 'de', chosen: 'fr', acceptLanguage: 'en' })).toBe('de');
    expect(negotiateLocale({ account: null, chosen: 'fr', acceptLanguage: 'en' })).toBe('fr');
    expect(negotiateLocale({ acceptLanguage: 'es, de-CH;q=0.8, fr;q=0.9, en;q=0' })).toBe('fr');
    expect(negotiateLocale({ acceptLanguage: 'sw' })).toBe('en');
    expect(negotiateLocale({ acceptLanguage: ';;q=x,,' })).toBe('en');
  });

  test('platform: plurals follow the language', () => {
    expect(translatorFor('fr', 'shell')('table.loaded', { count: 0 })).toBe('0 ligne');
    expect(translatorFor('en', 'shell')('table.loaded', { count: 0 })).toBe('0 rows');
  });

  test('platform: a zone nobody knows is UTC', () => {
    expect(knownTimeZone('Africa/Kinshasa')).toBe('Africa/Kinshasa');
    expect(knownTimeZone('Mars/Olympus')).toBe('UTC');
    expect(knownTimeZone('x'.repeat(10_000))).toBe('UTC');
    expect(knownTimeZone(null)).toBe('UTC');
  });
});
