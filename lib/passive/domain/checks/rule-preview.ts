import { z } from 'zod';
import { alertLevelSchema } from '#lib/sources/domain/alerts/alert.ts';

/** What a rule would say at this moment. */
export const rulePreviewSchema = z.object({
  /** Sources that were looked at. */
  sources: z.number(),
  info: z.number(),
  warning: z.number(),
  critical: z.number(),
  /** The first of them. */
  items: z.array(
    z.object({ sourceId: z.guid(), sourceName: z.string(), level: alertLevelSchema, message: z.string() }),
  ),
});
export type RulePreview = z.infer<typeof rulePreviewSchema>;
