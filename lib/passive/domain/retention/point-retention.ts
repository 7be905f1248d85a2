import { z } from 'zod';

/** Word that stands for every type without a rule of its own. */
export const otherTypes = '*';

/** How long points of a type are kept, by both clocks: the device's and the server's. */
export const retentionDraftSchema = z.strictObject({
  /** Key of the study. */
  study: z.string().max(100),
  type: z.string().trim().min(1).max(1024).default(otherTypes),
  keepDays: z.int().min(1).max(36_500),
});
export type RetentionDraft = z.infer<typeof retentionDraftSchema>;

/** A rule as it stands. */
export const retentionRuleSchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  type: z.string(),
  keepDays: z.number(),
  createdBy: z.string(),
  createdAt: z.coerce.date(),
});
export type RetentionRule = z.infer<typeof retentionRuleSchema>;

/** What a rule would remove now, about: from running totals by the hour of device time. */
export const retentionPreviewSchema = z.object({ points: z.number(), sources: z.number(), types: z.number() });
export type RetentionPreview = z.infer<typeof retentionPreviewSchema>;

/** What a run came to. */
export interface RetentionReport {
  readonly points: number;
  readonly files: number;
  readonly sources: number;
}
