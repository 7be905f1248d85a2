import { randomBytes } from 'node:crypto';
import { localesOfAddresses } from '#lib/accounts/index.ts';
import { sha256Hex } from '#lib/platform/crypto/hash.ts';
import { translatorFor } from '#lib/platform/i18n/translator.ts';
import { writeInstant } from '#lib/platform/i18n/write-instant.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { OpenedTaskResult } from '#lib/platform/tasks/index.ts';
import { noteDeliveryLink, noteDeliveryTarget } from '../data/deliveries.sql.ts';
import type { DestinationRow } from '../data/destinations.sql.ts';
import type { DestinationSettings } from '../domain/destination.ts';
import type { DeliveryRuntime, LiveTry } from './live-try.ts';

export interface MailedArchive extends DestinationRow {
  readonly settings: Extract<DestinationSettings, { kind: 'mail' }>;
  readonly archive: OpenedTaskResult;
}

const dayMs = 86_400_000;

/**
 * Mails a link that opens the archive for some days without signing in, to each in their language. The token stands behind `#`: no server on the way
 * sees it, and what scans mail by following links opens nothing. A further try makes a new link; the old one ends.
 */
export async function deliverMail(runtime: DeliveryRuntime, live: LiveTry, mailed: MailedArchive): Promise<void> {
  const { mail, config } = runtime;
  const { settings, archive } = mailed;
  if (!mail.canSend) throw new Problem('destination_refused', { detail: 'No mail server is set: SMTP_URL.' });
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(live.ctx.now().getTime() + settings.linkDays * dayMs);
  await noteDeliveryTarget(live, { path: null, sizeBytes: archive.sizeBytes, sha256: archive.sha256 });
  await noteDeliveryLink(live, { hash: sha256Hex(token), expiresAt });
  const localeOf = await localesOfAddresses(live.ctx, { emails: settings.recipients, fallback: config.locale });
  for (const to of settings.recipients) {
    live.signal.throwIfAborted();
    const t = translatorFor(localeOf(to), 'deliveries');
    const text = t('mail.text', {
      name: archive.name,
      size: archive.sizeBytes,
      link: `${config.publicUrl}/export-link#${token}`,
      until: writeInstant(expiresAt, { locale: localeOf(to), timeZone: 'UTC' }),
      sha256: archive.sha256,
    });
    await mail.send({ to, subject: t('mail.subject'), text }).catch((error: unknown) => {
      throw new Problem('destination_unavailable', { detail: 'The mail server did not take the mail.', cause: error });
    });
  }
}
