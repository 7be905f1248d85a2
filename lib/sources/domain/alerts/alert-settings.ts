import { z } from 'zod';
import { isTimeZone } from '#lib/platform/time/zone-clock.ts';
import { alertLevelSchema } from './alert.ts';

/** Most addresses that are told of one study's alerts. */
const maxRecipients = 50;
const isoDays = [1, 2, 3, 4, 5, 6, 7] as const;

const webhookUrlSchema = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'Give an http(s) address.')
  .refine(
    (text) => !URL.canParse(text) || new URL(text).username === '',
    'Leave names and passwords out of the address.',
  );

/** What a person decides about who is told of a study's alerts, and how. */
export const alertSettingsDraftSchema = z.strictObject({
  recipients: z.array(z.email('is not an e-mail address').max(320)).max(maxRecipients),
  isDigestEnabled: z.boolean(),
  /** Hour of the day in `timeZone`. */
  digestHour: z.int().min(0).max(23),
  /** ISO days of the week: 1 is Monday. */
  digestDays: z.array(z.int().min(1).max(7)).max(isoDays.length),
  timeZone: z.string().max(100).refine(isTimeZone, 'is not a time zone'),
  /** Least level that is mailed at once; null: none is. */
  mailFrom: alertLevelSchema.nullable(),
  webhookUrl: webhookUrlSchema.nullable(),
  /** A new key for the signatures; left out: the old one stays; null: a key is made. */
  webhookSecret: z.string().min(16, 'is shorter than 16 characters').max(200).nullish(),
  /** Least level that the webhook hears of. */
  webhookFrom: alertLevelSchema,
});
export type AlertSettingsDraft = z.infer<typeof alertSettingsDraftSchema>;

/** Who is told, as it stands. The key of the signatures is told once, when it is made. */
export const alertSettingsSchema = alertSettingsDraftSchema.omit({ webhookSecret: true }).extend({
  studyId: z.guid(),
  hasWebhookSecret: z.boolean(),
  lastDigestAt: z.coerce.date().nullable(),
});
export type AlertSettings = z.infer<typeof alertSettingsSchema>;

/** Before anybody has decided: nobody is told. */
export function defaultAlertSettings(studyId: string): AlertSettings {
  return {
    studyId,
    recipients: [],
    isDigestEnabled: false,
    digestHour: 7,
    digestDays: [...isoDays],
    timeZone: 'UTC',
    mailFrom: null,
    webhookUrl: null,
    webhookFrom: 'info',
    hasWebhookSecret: false,
    lastDigestAt: null,
  };
}

/** A message that leaves, or has left. */
export const outgoingMessageSchema = z.object({
  id: z.guid(),
  channel: z.enum(['mail', 'webhook']),
  recipient: z.string(),
  subject: z.string(),
  state: z.enum(['waiting', 'sent', 'failed']),
  attempts: z.number(),
  createdAt: z.coerce.date(),
  sentAt: z.coerce.date().nullable(),
  nextAttemptAt: z.coerce.date(),
  lastError: z.string().nullable(),
});
export type OutgoingMessage = z.infer<typeof outgoingMessageSchema>;
