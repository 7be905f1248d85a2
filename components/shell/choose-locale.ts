import { apiPatch } from '#components/ui/api-client.ts';
import { localeCookie, type Locale } from '#lib/platform/i18n/locales.ts';

/** Remembers the language in this browser, for pages before the sign-in, and shows the page in it. */
export function chooseLocaleHere(locale: Locale): void {
  document.cookie = `${localeCookie}=${locale}; path=/; max-age=31536000; samesite=lax`;
  window.location.reload();
}

/** Remembers the language in the account and in this browser, and shows the page in it. Throws `ApiProblem`. */
export async function chooseLocale(locale: Locale): Promise<void> {
  await apiPatch('account', { locale });
  chooseLocaleHere(locale);
}
