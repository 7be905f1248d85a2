import type { Locale } from '#lib/platform/i18n/locales.ts';
import type { Messages } from '#lib/platform/i18n/translator.ts';

const loaders: Readonly<Record<Locale, () => Promise<Messages>>> = {
  en: () => import('#lib/platform/i18n/catalogue-en.ts').then(({ en }) => en),
  fr: () => import('#lib/platform/i18n/catalogue-fr.ts').then(({ fr }) => fr),
  de: () => import('#lib/platform/i18n/catalogue-de.ts').then(({ de }) => de),
};

const loading = new Map<Locale, Promise<Messages>>();

/** The words of one language: a file that browsers keep, instead of a part of every page. */
export function loadCatalogue(locale: Locale): Promise<Messages> {
  const known = loading.get(locale);
  if (known) return known;
  const catalogue = loaders[locale]();
  loading.set(locale, catalogue);
  return catalogue;
}
