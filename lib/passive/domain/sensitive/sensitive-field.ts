import { z } from 'zod';
import { patternFlaw } from '../configuration-pattern.ts';

/** Word that stands for every type. */
export const everyType = '*';

/** Most rules of a study: each is tried on every new path. */
export const maxSensitiveFields = 100;

const patternSchema = z
  .string()
  .trim()
  .min(1, 'Write the path of a member, or a pattern for several.')
  .max(500)
  .superRefine((pattern, context) => {
    const flaw = patternFlaw(pattern);
    if (flaw !== null) context.addIssue(flaw);
  });

/** A new rule. */
export const sensitiveFieldDraftSchema = z.strictObject({
  /** Key of the study. */
  study: z.string().max(100),
  type: z.string().trim().min(1).max(1024).default(everyType),
  pattern: patternSchema,
  note: z.string().trim().max(500).default(''),
});
export type SensitiveFieldDraft = z.infer<typeof sensitiveFieldDraftSchema>;

/** A rule: members of points of a type whose whole path fits the pattern are not kept. */
export const sensitiveFieldSchema = z.object({
  id: z.guid(),
  studyId: z.guid(),
  type: z.string(),
  pattern: z.string(),
  note: z.string(),
  createdBy: z.string(),
  createdAt: z.coerce.date(),
});
export type SensitiveField = z.infer<typeof sensitiveFieldSchema>;

/** Variables of the codebook that a rule would take off. */
export const sensitivePreviewSchema = z.object({
  variables: z.array(z.object({ type: z.string(), path: z.string() })),
  /** The pattern takes too long for some texts: it cannot be saved. */
  isSlow: z.boolean(),
});
export type SensitivePreview = z.infer<typeof sensitivePreviewSchema>;
