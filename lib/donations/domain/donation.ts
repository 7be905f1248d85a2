import { z } from 'zod';
import { donationLocales, serviceSlugSchema } from './service.ts';

/** Hexadecimal digits of a link's token: 128 random bytes (passive-data-kit.md, section 2: 256-hex token). */
export const tokenHexDigits = 256;
/** Plain bytes of one piece of an upload: small enough to seal in memory, large enough for few requests. */
export const partBytes = 4 * 1024 * 1024;
/** Longest file name kept, in UTF-16 units. */
const maxFileName = 200;

/** What becomes of a file; `imported`: read; `kept`: nobody reads archives of its service; `refused`: see the outcome. */
export const fileStates = ['receiving', 'waiting', 'imported', 'kept', 'refused'] as const;
export type FileState = (typeof fileStates)[number];

/** Why an archive gave nothing. */
export const refusalReasons = ['damaged', 'locked', 'too_large', 'wrong_archive', 'nothing_inside'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** Why a part of an archive was left out. */
export const skipReasons = ['unreadable', 'too_large', 'not_understood', 'time_missing'] as const;
export type SkipReason = (typeof skipReasons)[number];

/** What reading an archive came to. Names of its members are not kept: they can name people. */
export const outcomeSchema = z.object({
  reason: z.enum(refusalReasons).nullable(),
  /** Points of events, by event ("watch"). */
  events: z.record(z.string(), z.number()),
  engagements: z.number(),
  /** Kinds of members that could not be used, with how often. */
  skipped: z.array(z.object({ what: z.string(), reason: z.enum(skipReasons), count: z.number() })),
});
export type Outcome = z.infer<typeof outcomeSchema>;

/** An archive as people see it. */
export const donatedFileSchema = z.object({
  id: z.guid(),
  requestId: z.guid(),
  service: z.string(),
  fileName: z.string(),
  sizeBytes: z.coerce.number(),
  receivedBytes: z.coerce.number(),
  state: z.enum(fileStates),
  begunAt: z.coerce.date(),
  uploadedAt: z.coerce.date().nullable(),
  processedAt: z.coerce.date().nullable(),
  taskId: z.guid().nullable(),
  outcome: outcomeSchema.nullable(),
});
export type DonatedFile = z.infer<typeof donatedFileSchema>;

export const donationStates = ['open', 'complete', 'expired', 'closed'] as const;
export type DonationState = (typeof donationStates)[number];

/** A request for donations as managers see it. */
export const donationRequestSchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  studyKey: z.string(),
  studyName: z.string(),
  identifier: z.string(),
  /** The source of that identifier, once something came. */
  sourceId: z.guid().nullable(),
  email: z.string().nullable(),
  locale: z.enum(donationLocales).catch('en'),
  services: z.array(z.string()),
  origin: z.enum(['person', 'command', 'participant']),
  requestedAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
  lastEmailedAt: z.coerce.date().nullable(),
  reminderCount: z.number(),
  canEmail: z.boolean(),
  closedAt: z.coerce.date().nullable(),
  /** Services of which an archive is here as a whole. */
  delivered: z.array(z.string()),
  fileCount: z.coerce.number(),
  refusedCount: z.coerce.number(),
});
export type DonationRequest = z.infer<typeof donationRequestSchema>;

/** How a request stands at `now`. */
export function donationStateAt(
  request: Pick<DonationRequest, 'closedAt' | 'expiresAt' | 'services' | 'delivered'>,
  now: Date,
): DonationState {
  if (request.closedAt !== null) return 'closed';
  if (pendingServices(request).length === 0 && request.services.length > 0) return 'complete';
  return request.expiresAt <= now ? 'expired' : 'open';
}

/** Services asked for of which nothing has come yet. */
export function pendingServices({
  services,
  delivered,
}: Pick<DonationRequest, 'services' | 'delivered'>): readonly string[] {
  return services.filter((service) => !delivered.includes(service));
}

export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email('This is not an e-mail address.'));
export const identifierSchema = z
  .string()
  .trim()
  .min(1, 'Give an identifier.')
  .max(200)
  .regex(/^[^\p{Cc}/\\]+$/u, 'Control characters and slashes cannot be used.');
export const chosenServicesSchema = z.array(serviceSlugSchema).max(50);

/** How a study takes donations. */
export const donationSettingsSchema = z.strictObject({
  isOpen: z.boolean(),
  lifeDays: z.number().int().min(1).max(730),
  remindAfterDays: z.number().int().min(0).max(90),
  maxReminders: z.number().int().min(0).max(20),
});
export type DonationSettings = z.infer<typeof donationSettingsSchema>;
export const defaultDonationSettings: DonationSettings = {
  isOpen: false,
  lifeDays: 60,
  remindAfterDays: 7,
  maxReminders: 3,
};

/** A file name as people read it: without folders and control characters. */
export function tidyFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const tidy = last.replace(/\p{Cc}/gu, '').trim();
  return (tidy === '' ? 'file' : tidy).slice(0, maxFileName);
}
