import { localesOfAddresses } from '#lib/accounts/index.ts';
import { newId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { selectDigestAlerts } from '../../data/alerts/alerts.sql.ts';
import { insertMessage } from '../../data/alerts/messages.sql.ts';
import { selectDigestStudies, takeDigest, type AlertSettingsRow } from '../../data/alerts/settings.sql.ts';
import { isDigestDue } from '../../domain/alerts/digest.ts';
import { digestMail } from './alert-mail.ts';
import { deliverJobName } from './deliver-messages.ts';
import { alertsUrl } from './queue-notices.ts';

type DigestRuntime = Pick<Runtime, 'db' | 'config' | 'context' | 'log'>;

/** Most alerts one digest lists; its page has them all. */
const mostListed = 2000;

/**
 * Writes the digests that are due, of every organization, and puts them with the messages that leave. A study without
 * open alerts gets none. One study's trouble stops no other's. Gives the number of mails. Run by the clock.
 */
export async function sendDigests(runtime: DigestRuntime, now: () => Date = () => new Date()): Promise<number> {
  let mails = 0;
  for (const row of await selectDigestStudies(runtime.db)) {
    if (!isDigestDue(row.settings, now())) continue;
    try {
      mails += await writeDigestOf(runtime, row, now());
    } catch (error) {
      runtime.log.error({ err: error, studyId: row.settings.studyId }, 'an alert digest failed');
    }
  }
  return mails;
}

function writeDigestOf(runtime: DigestRuntime, row: AlertSettingsRow, at: Date): Promise<number> {
  const { db, config } = runtime;
  const { organizationId, settings, studyName, studyKey } = row;
  const { studyId, recipients, lastDigestAt, timeZone } = settings;
  const ctx = runtime.context({ organizationId, actor: { kind: 'system', label: 'digest' }, requestId: newId() });
  return db.transaction(async () => {
    if (!(await takeDigest(db, { organizationId, studyId }, { before: lastDigestAt, at }))) return 0;
    const alerts = await selectDigestAlerts({ db, organizationId, studyId }, mostListed);
    if (alerts.length === 0) return 0;
    const news = { studyName, alerts, timeZone, url: alertsUrl(config.publicUrl, studyKey) };
    const localeOf = await localesOfAddresses(ctx, { emails: recipients, fallback: config.locale });
    for (const recipient of recipients) {
      const { subject, text } = digestMail(news, localeOf(recipient));
      await insertMessage(db, { organizationId, studyId, channel: 'mail', recipient, subject, body: text }, at);
    }
    await ctx.enqueue(deliverJobName, {}, { jobKey: deliverJobName });
    return recipients.length;
  });
}
