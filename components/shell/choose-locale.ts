import { apiPatch } from '#components/ui/api-client.ts';
import { localeCookie, type Locale } from '#lib/platform/i18n/locales.ts';

/** Remembers the language in this browser and in the account, and shows the page in it. */
export async function chooseLocale(locale: Locale): Promise<void> {
  document.cookie = `${localeCookie}=${locale}; path=/; max-age=31536000; samesite=lax`;
  // The browser has it in any case: an account that cannot be reached is no reason to stay in the wrong language.
  // eslint-disable-next-line cairn/no-silent-catch -- see above
  await apiPatch('account', { locale }).catch(() => undefined);
  window.location.reload();
}
