import { negotiateLocale, type Locale } from '#lib/platform/i18n/locales.ts';
import { translatorFor } from '#lib/platform/i18n/translator.ts';
import type { MailMessage } from '#lib/platform/mail/mail.ts';

export interface MailTo {
  readonly email: string;
  readonly name: string;
  /** Null: never chosen. */
  readonly locale: string | null;
}

export interface MailFacts {
  readonly link: string;
  /** How long the link works. */
  readonly hours: number;
  readonly organization?: string;
  /** The installation's language, for people who never chose one. */
  readonly locale: Locale;
}

export type AccountMailKind = 'reset' | 'invitation' | 'membership' | 'registration' | 'registeredAlready';

/** A mail of this wing in the language of the person: a link to set a password, or word of a new membership. */
export function accountMail(kind: AccountMailKind, to: MailTo, facts: MailFacts): MailMessage {
  const t = translatorFor(negotiateLocale({ account: to.locale, fallback: facts.locale }), 'accounts');
  const values = {
    name: to.name,
    hours: facts.hours,
    days: Math.round(facts.hours / 24),
    organization: facts.organization ?? '',
  };
  return {
    to: to.email,
    subject: t(`mail.${kind}.subject`, values),
    text: `${t(`mail.${kind}.text`, values)}\n\n${facts.link}\n`,
  };
}
