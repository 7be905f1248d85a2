import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { getStudy } from '#lib/accounts/index.ts';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { sealText } from '#lib/platform/crypto/seal.ts';
import { refuseInternalHost } from '#lib/platform/outgoing/address-guard.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectMessages } from '../../data/alerts/messages.sql.ts';
import { findAlertSettings, upsertAlertSettings } from '../../data/alerts/settings.sql.ts';
import {
  alertSettingsDraftSchema,
  defaultAlertSettings,
  type AlertSettings,
  type AlertSettingsDraft,
  type OutgoingMessage,
} from '../../domain/alerts/alert-settings.ts';

/** Who is told of a study's alerts. Errors: `not_found`, `permission_missing`. */
export async function getAlertSettings(ctx: Context, studyId: string): Promise<AlertSettings> {
  await requireManaged(ctx, studyId);
  const row = await findAlertSettings(ctx.db, { organizationId: ctx.organizationId, studyId });
  return row?.settings ?? defaultAlertSettings(studyId);
}

export const saveAlertSettingsSchema = alertSettingsDraftSchema.extend({ studyId: z.guid() });
export type SaveAlertSettingsInput = AlertSettingsDraft & { readonly studyId: string };

export interface SavedAlertSettings extends AlertSettings {
  /** The key of the webhook's signatures when one was made just now: it is not told again. */
  readonly newWebhookSecret: string | null;
}

/**
 * Decides who is told of a study's alerts. A webhook gets a key of its own when none is given.
 * Errors: `not_found`, `permission_missing`, `input_invalid` (an address inside the network of the server).
 */
export async function saveAlertSettings(
  ctx: Context,
  { studyId, ...draft }: SaveAlertSettingsInput,
  config: Pick<Config, 'secret' | 'internalHosts'>,
): Promise<SavedAlertSettings> {
  await requireManaged(ctx, studyId);
  if (draft.webhookUrl !== null) requireOutside(draft.webhookUrl, config);
  const place = { organizationId: ctx.organizationId, studyId };
  const before = await findAlertSettings(ctx.db, place);
  const isKeyMade =
    draft.webhookUrl !== null && !draft.webhookSecret && (draft.webhookSecret === null || !before?.webhookSecretSealed);
  const made = isKeyMade ? randomBytes(32).toString('base64url') : null;
  const secret = made ?? draft.webhookSecret ?? undefined;
  await ctx.db.transaction(async () => {
    const secretSealed = secret === undefined ? undefined : sealText(config.secret, secret);
    await upsertAlertSettings(ctx.db, place, { draft, secretSealed, at: ctx.now() });
    const { webhookSecret: _secret, webhookUrl, ...told } = draft;
    await writeAudit(ctx, {
      action: 'alert-settings.update',
      subjectType: 'study',
      subjectId: studyId,
      studyId,
      // The rest of a webhook's address may be its password.
      detail: {
        ...told,
        webhookHost: webhookUrl === null ? null : new URL(webhookUrl).host,
        isKeyNew: secret !== undefined,
      },
    });
  });
  return { ...(await getAlertSettings(ctx, studyId)), newWebhookSecret: made };
}

function requireOutside(webhookUrl: string, { internalHosts }: Pick<Config, 'internalHosts'>): void {
  try {
    refuseInternalHost(new URL(webhookUrl), internalHosts);
  } catch (error) {
    const detail = (error as Error).message;
    throw new Problem('input_invalid', { detail, fields: { webhookUrl: detail }, cause: error });
  }
}

/** Messages a page shows. */
const messagesShown = 50;

/** The newest messages about a study's alerts, and what became of them. Errors: `not_found`, `permission_missing`. */
export async function listAlertMessages(ctx: Context, studyId: string): Promise<OutgoingMessage[]> {
  await requireManaged(ctx, studyId);
  return selectMessages(ctx.db, { organizationId: ctx.organizationId, studyId }, messagesShown);
}

async function requireManaged(ctx: Context, studyId: string): Promise<void> {
  await getStudy(ctx, studyId);
  requireVerb(ctx, 'alerts.manage', { studyId });
}
