import { z } from 'zod';
import { outcomeSchema, fileStates, donationStates } from '#lib/donations/domain/donation.ts';
import { donationLocales, serviceSchema } from '#lib/donations/domain/service.ts';

/** An archive as the API gives it; instants are texts. */
const fileSchema = z.object({
  id: z.string(),
  service: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  receivedBytes: z.number(),
  state: z.enum(fileStates),
  uploadedAt: z.string().nullable(),
  outcome: outcomeSchema.nullable(),
});
export type DonatedFileData = z.infer<typeof fileSchema>;

export const donationSchema = z.object({
  id: z.string(),
  studyKey: z.string(),
  studyName: z.string(),
  identifier: z.string(),
  sourceId: z.string().nullable(),
  email: z.string().nullable(),
  locale: z.enum(donationLocales),
  services: z.array(z.string()),
  origin: z.enum(['person', 'command', 'participant']),
  requestedAt: z.string(),
  expiresAt: z.string(),
  lastEmailedAt: z.string().nullable(),
  reminderCount: z.number(),
  canEmail: z.boolean(),
  closedAt: z.string().nullable(),
  delivered: z.array(z.string()),
  fileCount: z.number(),
  refusedCount: z.number(),
  state: z.enum(donationStates),
});
export type DonationData = z.infer<typeof donationSchema>;

export const donationPageSchema = z.object({ items: z.array(donationSchema), next: z.string().nullable() });

const managedFileSchema = fileSchema.extend({ taskId: z.string().nullable(), processedAt: z.string().nullable() });
export type ManagedFileData = z.infer<typeof managedFileSchema>;

/** A request with its archives. */
export const donationDetailSchema = donationSchema.extend({ files: z.array(managedFileSchema) });
export type DonationDetail = z.infer<typeof donationDetailSchema>;

/** The link is told this once. */
export const requestedDonationSchema = z.object({
  request: donationSchema.omit({ state: true }),
  link: z.string(),
  isMailed: z.boolean(),
});
export type RequestedDonationData = z.infer<typeof requestedDonationSchema>;

export const serviceListSchema = z.array(serviceSchema);

/** What the page of a participant shows. */
export const participantSchema = z.object({
  study: z.string(),
  identifier: z.string(),
  locale: z.enum(donationLocales),
  chosen: z.array(z.string()),
  services: serviceListSchema,
  files: z.array(fileSchema),
  expiresAt: z.string(),
  hasEmail: z.boolean(),
  canEmail: z.boolean(),
  maxFileBytes: z.number(),
  partBytes: z.number(),
});
export type ParticipantData = z.infer<typeof participantSchema>;

export const offerSchema = z.object({ study: z.string(), services: serviceListSchema });
export const startedSchema = z.object({ token: z.string(), identifier: z.string() });
/** An upload that was begun, and how far it is. */
export const begunFileSchema = fileSchema;
