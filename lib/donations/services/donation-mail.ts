import { translatorFor } from '#lib/platform/i18n/translator.ts';
import type { Mail, MailMessage } from '#lib/platform/mail/mail.ts';
import type { DonationRequest } from '../domain/donation.ts';
import { donationLink } from './donation-link.ts';

/** What mails go out through, and the address that their links begin with. */
export interface MailRoom {
  readonly mail: Mail;
  /** Without a slash at the end. */
  readonly publicUrl: string;
}

interface Letter {
  readonly kind: 'request' | 'reminder';
  readonly request: DonationRequest;
  /** Null: the request names nobody to write to. */
  readonly to: string;
  readonly token: string;
}

/** The mail that asks a participant, or reminds them, in their language; with the way to have no more of them. */
export function donationMail(publicUrl: string, { kind, request, to, token }: Letter): MailMessage {
  const t = translatorFor(request.locale, 'donations');
  const values = { study: request.studyName, date: request.expiresAt };
  const link = donationLink(publicUrl, token);
  const lines = [
    t(`mail.${kind}.text`, values),
    link,
    t('mail.until', values),
    `${t('mail.stop')}\n${publicUrl}/donate/stop#${token}`,
  ];
  return { to, subject: t(`mail.${kind}.subject`, values), text: `${lines.join('\n\n')}\n` };
}
