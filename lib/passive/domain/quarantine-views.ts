import { z } from 'zod';
import { quarantineReasons, type QuarantineReason } from './reasons.ts';
import { mendingKinds } from './suggest-mending.ts';

const reasonSchema = z.enum(Object.keys(quarantineReasons) as [QuarantineReason, ...QuarantineReason[]]);

/** Open rows of one reason. */
export const quarantineGroupSchema = z.object({
  reason: reasonSchema,
  count: z.number(),
  oldestAt: z.coerce.date(),
  newestAt: z.coerce.date(),
});
export type QuarantineGroupView = z.infer<typeof quarantineGroupSchema>;

export const quarantineStateSchema = z.enum(['open', 'replayed', 'dismissed']);
export type QuarantineState = z.infer<typeof quarantineStateSchema>;

/** One row as a list shows it. */
export const quarantinedItemSchema = z.object({
  id: z.string(),
  studyId: z.string(),
  bundleId: z.string(),
  /** Index in its upload; -1: the upload as a whole. */
  position: z.number(),
  reason: reasonSchema,
  detail: z.string(),
  preview: z.string().nullable(),
  isEdited: z.boolean(),
  sourceHint: z.string().nullable(),
  typeHint: z.string().nullable(),
  state: quarantineStateSchema,
  createdAt: z.coerce.date(),
  resolvedAt: z.coerce.date().nullable(),
});
export type QuarantinedItemView = z.infer<typeof quarantinedItemSchema>;

/** One row whole: its text, what was made of it, and how it could be mended. */
export const quarantinedDetailSchema = quarantinedItemSchema.extend({
  content: z.string().nullable(),
  editedContent: z.string().nullable(),
  receivedAt: z.coerce.date(),
  door: z.string(),
  sizeBytes: z.number(),
  suggestion: z.object({ kind: z.enum(mendingKinds), content: z.string() }).nullable(),
});
export type QuarantinedDetailView = z.infer<typeof quarantinedDetailSchema>;

/** What reading an edited text would come to. */
export const readingCheckSchema = z.discriminatedUnion('isReadable', [
  z.object({ isReadable: z.literal(true), points: z.number() }),
  z.object({ isReadable: z.literal(false), reason: reasonSchema, detail: z.string() }),
]);

/** What became of a row that was read again. */
export const replayOutcomeSchema = z.object({
  id: z.string(),
  outcome: z.enum(['stored', 'waiting', 'wrong']),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
});
export type ReplayOutcomeView = z.infer<typeof replayOutcomeSchema>;
