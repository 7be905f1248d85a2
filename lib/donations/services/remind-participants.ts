import { newId } from '#lib/platform/ids.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findRequest, markEmailed, selectDueReminders } from '../data/requests.sql.ts';
import { newToken } from './donation-link.ts';
import { donationMail } from './donation-mail.ts';

const remindersAtATime = 100;

/**
 * Sends the reminders that are due (run by the clock): to who has not given every archive asked for, has an address and
 * wants them, each with a link of its own. It is noted before it is sent, so that a mail is rather lost than sent twice.
 * Gives the number of mails; without a mail server, none.
 */
export async function remindParticipants(runtime: Runtime): Promise<number> {
  const { mail, config, log } = runtime;
  if (!mail.canSend) return 0;
  let sent = 0;
  for (const { organizationId, id } of await selectDueReminders(runtime.db, {
    now: new Date(),
    limit: remindersAtATime,
  })) {
    const actor = { kind: 'system', label: 'reminders' } as const;
    const ctx = runtime.context({ organizationId, actor, requestId: newId() });
    const letter = await ctx.db.transaction(async () => {
      const request = await findRequest(ctx, id, { isLocked: true });
      if (!request || request.email === null || !request.canEmail) return null;
      await markEmailed(ctx, id, { at: ctx.now(), isReminder: true });
      return { kind: 'reminder', request, to: request.email, token: await newToken(ctx, id) } as const;
    });
    if (!letter) continue;
    try {
      await mail.send(donationMail(config.publicUrl, letter));
      sent += 1;
    } catch (error) {
      log.error({ err: error, donationRequestId: id }, 'a donation reminder was not mailed');
    }
  }
  return sent;
}
