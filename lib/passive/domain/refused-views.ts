import { z } from 'zod';
import { refusals } from './upload-types.ts';

/** `open`: nobody has decided yet; `replayed`: read after all, as sent or as mended; `dismissed`: let be, and kept. */
export const refusedStates = ['open', 'replayed', 'dismissed'] as const;
export type RefusedState = (typeof refusedStates)[number];

/** An upload that was told no at the door and kept. */
export const refusedItemSchema = z.object({
  id: z.string(),
  studyId: z.string(),
  reason: z.enum(refusals),
  state: z.enum(refusedStates),
  receivedAt: z.coerce.date(),
  /** create | form | multipart | put | point */
  door: z.string(),
  sizeBytes: z.number(),
  /** How often the same upload came again. */
  repeatCount: z.number(),
  /** Header `X-PDK-IDENTIFIER`, when sent. */
  claimedSource: z.string().nullable(),
  remoteAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  compression: z.string(),
  isEncrypted: z.boolean(),
  fileCount: z.number(),
  /** False once retention has removed the bytes. */
  hasBody: z.boolean(),
});
export type RefusedItem = z.infer<typeof refusedItemSchema>;

/** The same with what can be read of it. */
export const refusedDetailSchema = refusedItemSchema.extend({
  /** The text as received, or its beginning; null for bytes. */
  text: z.string().nullable(),
  /** The text is all there is, so it can be mended here. */
  isWhole: z.boolean(),
});
export type RefusedDetail = z.infer<typeof refusedDetailSchema>;

/** Longest text that is shown and mended in the page, in characters. */
export const maxMendableCharacters = 200_000;
