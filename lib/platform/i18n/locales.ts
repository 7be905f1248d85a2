/** Languages the dashboard speaks; the first is the fallback. */
export const locales = ['en', 'fr', 'de'] as const;

export type Locale = (typeof locales)[number];

/** Names of the languages, each in itself. */
export const localeNames: Readonly<Record<Locale, string>> = { en: 'English', fr: 'Français', de: 'Deutsch' };

/** Cookie with the language chosen in this browser, for who is not signed in or has an account that says none. */
export const localeCookie = 'cairn-locale';

/** Cookie with the browser's IANA time zone, so that pages come with the viewer's times already. */
export const timeZoneCookie = 'cairn-time-zone';

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

interface Wish {
  readonly tag: string;
  readonly quality: number;
}

/**
 * The language for a request: what the person's account says, else what was chosen in this browser, else the best of
 * `Accept-Language` (RFC 9110, section 12.5.4), else the installation's own, else English.
 */
export function negotiateLocale(wishes: {
  readonly account?: string | null | undefined;
  readonly chosen?: string | null | undefined;
  readonly acceptLanguage?: string | null | undefined;
  /** The installation's own. */
  readonly fallback?: Locale | undefined;
}): Locale {
  if (isLocale(wishes.account)) return wishes.account;
  if (isLocale(wishes.chosen)) return wishes.chosen;
  const accepted = (wishes.acceptLanguage ?? '')
    .split(',')
    .map(parseWish)
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality);
  for (const { tag } of accepted) {
    const primary = tag.split('-')[0];
    if (isLocale(primary)) return primary;
  }
  return wishes.fallback ?? locales[0];
}

function parseWish(part: string): Wish {
  const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
  const q = parameters
    .map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  const quality = q === undefined ? 1 : Number(q);
  return { tag: tag.trim(), quality: Number.isFinite(quality) ? quality : 0 };
}

/** The zone itself when the platform knows it, else UTC. */
export function knownTimeZone(name: string | null | undefined): string {
  if (!name || name.length > 64) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // Intl throws RangeError for what is no zone: the only way to ask.
    return 'UTC';
  }
}
