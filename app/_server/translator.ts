import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import {
  knownTimeZone,
  localeCookie,
  negotiateLocale,
  timeZoneCookie,
  type Locale,
} from '#lib/platform/i18n/locales.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { translatorFor, type Namespace, type Translator } from '#lib/platform/i18n/translator.ts';
import { findViewer } from './page-context.ts';

/** Language of this request: that of the account, else the choice in this browser, else the browser's wishes. */
export const getLocale = cache(async (): Promise<Locale> => {
  const [jar, requestHeaders, viewer, { config }] = await Promise.all([
    cookies(),
    headers(),
    findViewer(),
    getRuntime(),
  ]);
  return negotiateLocale({
    account: viewer?.user.locale,
    chosen: jar.get(localeCookie)?.value,
    acceptLanguage: requestHeaders.get('accept-language'),
    fallback: config.locale,
  });
});

/** The viewer's IANA time zone as their browser told it; UTC on the very first request. */
export const getTimeZone = cache(async (): Promise<string> => {
  const jar = await cookies();
  return knownTimeZone(jar.get(timeZoneCookie)?.value);
});

/** `const t = await getTranslator('passive')` in server components; client components use `useTranslations`. */
export async function getTranslator<Wing extends Namespace>(namespace: Wing): Promise<Translator<Wing>> {
  return translatorFor(await getLocale(), namespace);
}
