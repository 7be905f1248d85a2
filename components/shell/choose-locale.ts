import { localeCookie, type Locale } from '#lib/platform/i18n/locales.ts';

/** Remembers the language in this browser and shows the page in it. */
export function chooseLocale(locale: Locale): void {
  document.cookie = `${localeCookie}=${locale}; path=/; max-age=31536000; samesite=lax`;
  window.location.reload();
}
