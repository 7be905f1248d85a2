import { z } from 'zod';
import { quarantineReasons, type QuarantineReason } from './reasons.ts';
import { mendingKinds } from './suggest-mending.ts';

export const quarantineReasonSchema = z.enum(
  Object.keys(quarantineReasons) as [QuarantineReason, ...QuarantineReason[]],
);

/** Open rows of one reason. */
export const quarantineGroupSchema = z.object({
  reason: quarantineReasonSchema,
  count: z.number(),
  oldestAt: z.coerce.date(),
  newestAt: z.coerce.date(),
});
export type QuarantineGroupView = z.infer<typeof quarantineGroupSchema>;

export const quarantineStates = ['open', 'replayed', 'dismissed'] as const;
export type QuarantineState = (typeof quarantineStates)[number];

/** One row as a list shows it. */
export const quarantinedItemSchema = z.object({
  id: z.string(),
  studyId: z.string(),
  bundleId: z.string(),
  /** Index in its upload; -1: the upload as a whole. */
  position: z.number(),
  reason: quarantineReasonSchema,
  detail: z.string(),
  /** The beginning of the text, as edited when it was; null for a whole bundle. */
  preview: z.string().nullable(),
  isEdited: z.boolean(),
  sourceHint: z.string().nullable(),
  typeHint: z.string().nullable(),
  state: z.enum(quarantineStates),
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
  z.object({ isReadable: z.literal(false), reason: quarantineReasonSchema, detail: z.string() }),
]);

/** What became of a row that was read again. */
export const replayOutcomeSchema = z.object({
  id: z.string(),
  outcome: z.enum(['stored', 'waiting', 'wrong']),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
});
export type ReplayOutcomeView = z.infer<typeof replayOutcomeSchema>;
