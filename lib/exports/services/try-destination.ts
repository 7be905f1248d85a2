import { localesOfAddresses } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { tryDepot } from '#lib/platform/depots/try-depot.ts';
import { translatorFor } from '#lib/platform/i18n/translator.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { getDestinationRow, openSecrets } from './list-destinations.ts';
import { openDestination } from './open-destination.ts';
import { requireParameters } from './plugin-depot.ts';

/** How trying a destination went: it is an outcome, not a fault of the request. */
export interface DestinationTrial {
  readonly isWorking: boolean;
  /** What is wrong, in words; null when it works. */
  readonly detail: string | null;
}

/**
 * Tries a destination: a small file is put there, read back and removed, or a mail without a link is sent. Audited.
 * Throws `permission_missing`, `not_found`.
 */
export async function tryDestination(
  ctx: Context,
  id: string,
  { config, mail }: Pick<Runtime, 'config' | 'mail'>,
): Promise<DestinationTrial> {
  requireVerb(ctx, 'destinations.manage');
  const { name, settings, ...row } = await getDestinationRow(ctx, id);
  const trial = await outcomeOf(async () => {
    if (settings.kind === 'mail') {
      if (!mail.canSend) throw new Error('No mail server is set: SMTP_URL.');
      const { recipients: emails } = settings;
      const localeOf = await localesOfAddresses(ctx, { emails, fallback: config.locale });
      for (const to of emails) {
        const t = translatorFor(localeOf(to), 'deliveries');
        const text = t('mail.trialText', { name, address: config.publicUrl });
        await mail.send({ to, subject: t('mail.trialSubject'), text });
      }
      return;
    }
    const secrets = openSecrets({ ...row, name, settings }, config.secret);
    const { hooks } = ctx.plugins;
    // A plug-in takes whole archives only: that it is there and was told what it needs is all that can be tried.
    if (settings.kind === 'plugin') {
      requireParameters(settings, { secrets, hooks });
      return;
    }
    const { exportDir } = config;
    const depot = openDestination({ organizationId: ctx.organizationId, settings, secrets }, { exportDir, hooks });
    try {
      await tryDepot(depot, settings.path);
    } finally {
      await depot.close();
    }
  });
  await writeAudit(ctx, {
    action: 'destination.try',
    subjectType: 'destination',
    subjectId: id,
    detail: { name, isWorking: trial.isWorking },
  });
  return trial;
}

async function outcomeOf(work: () => Promise<void>): Promise<DestinationTrial> {
  try {
    await work();
    return { isWorking: true, detail: null };
  } catch (error) {
    const problem = toProblem(error);
    const detail = problem.code === 'internal' && error instanceof Error ? error.message : problem.message;
    return { isWorking: false, detail };
  }
}
