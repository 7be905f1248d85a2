import type { Context } from '#lib/platform/context.ts';
import { negotiateLocale, type Locale } from '#lib/platform/i18n/locales.ts';
import { selectLocalesByEmail } from '../data/account-locales.sql.ts';

interface Addresses {
  readonly emails: readonly string[];
  /** The installation's language, for addresses without an account here and for people who chose none. */
  readonly fallback: Locale;
}

/** The language in which each address is written to: what the account of the organization with it says. For mails; asks for no verb. */
export async function localesOfAddresses(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  { emails, fallback }: Addresses,
): Promise<(email: string) => Locale> {
  const rows = emails.length === 0 ? [] : await selectLocalesByEmail(db, { organizationId, emails });
  const chosen = new Map(rows.map(({ email, locale }) => [email, locale]));
  return (email) => negotiateLocale({ account: chosen.get(email.toLowerCase()), fallback });
}
