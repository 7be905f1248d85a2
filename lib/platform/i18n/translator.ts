import { createTranslator, type createTranslator as CreateTranslator } from 'use-intl/core';
import { de } from './catalogue-de.ts';
import { en } from './catalogue-en.ts';
import { fr } from './catalogue-fr.ts';
import type { Locale } from './locales.ts';

/** The shape of a catalogue; English decides, the others follow (tested). */
export type Messages = typeof en;

/** A wing's part of the catalogue. */
export type Namespace = keyof Messages;

declare module 'use-intl/core' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

export type Translator<Wing extends Namespace> = ReturnType<typeof CreateTranslator<Messages, Wing>>;

const catalogues: Readonly<Record<Locale, Messages>> = { en, fr, de };

/** Every message of a language, as the browser gets them. */
export function messagesOf(locale: Locale): Messages {
  return catalogues[locale];
}

/** `t('key', values)` for one wing in one language; for pages, mails and reports alike. */
export function translatorFor<Wing extends Namespace>(locale: Locale, namespace: Wing): Translator<Wing> {
  return createTranslator<Messages, Wing>({ locale, messages: catalogues[locale], namespace } as never);
}
