import { z } from 'zod';
import { sourceSelectionSchema } from '#lib/sources/domain/source-query.ts';

/** What a nudge tells the app (passive-data-kit.md, 1.13). */
export const nudgeData = { operation: 'nudge', source: 'passive-data-kit' } as const;

/** Services that wake phones; those of `lib/platform/push`. */
const nudgeServices = ['fcm', 'apns'] as const;

/** Most sources that one act names; a whole study has no limit. */
export const maxNudgedSources = 50_000;

/** When the phones of a study are woken by the clock. */
export const nudgeSettingsDraftSchema = z.strictObject({
  /** Hours between two rounds; null: nobody is woken by the clock. */
  everyHours: z.int().min(1).max(168).nullable(),
  /** Only sources that were heard of in so many days. */
  activeDays: z.int().min(1).max(365),
  /** Only sources that were not heard of for so many hours; 0: all. */
  silentHours: z.int().min(0).max(720),
});
export type NudgeSettingsDraft = z.infer<typeof nudgeSettingsDraftSchema>;

/** Before anybody has decided: nobody is woken by the clock. */
export const defaultNudgeSettings: NudgeSettingsDraft = { everyHours: null, activeDays: 14, silentHours: 0 };

const count = z.coerce.number();

/** Push tokens of a study's sources, in numbers. */
export const tokenCountsSchema = z.object({ usable: count, failing: count, dead: count });
export type TokenCounts = z.infer<typeof tokenCountsSchema>;

/** How waking stands in a study. */
export const nudgeStatusSchema = nudgeSettingsDraftSchema.extend({
  studyId: z.guid(),
  lastRoundAt: z.coerce.date().nullable(),
  /** Which services this installation has keys for. */
  services: z.object({ fcm: z.boolean(), apns: z.boolean() }),
  tokens: tokenCountsSchema,
});
export type NudgeStatus = z.infer<typeof nudgeStatusSchema>;

/** A source whose last push was not accepted. */
export const nudgeFailureSchema = z.object({
  sourceId: z.guid(),
  sourceName: z.string(),
  service: z.enum(nudgeServices),
  state: z.enum(['failing', 'dead']),
  /** The service's own words. */
  reason: z.string(),
  failures: z.number(),
  lastTriedAt: z.coerce.date(),
  lastAcceptedAt: z.coerce.date().nullable(),
});
export type NudgeFailure = z.infer<typeof nudgeFailureSchema>;

/** Who is to be woken now: some sources, or those of a study that its settings name. */
export const startNudgeSchema = z.union([
  z.strictObject({ selection: sourceSelectionSchema }),
  z.strictObject({ study: z.string().max(100) }),
]);
export type StartNudgeInput = z.infer<typeof startNudgeSchema>;

/** What a round came to, in pushes. */
export interface NudgeReport {
  readonly accepted: number;
  readonly failed: number;
  readonly dead: number;
  /** Sources whose service this installation has no keys for. */
  readonly withoutService: number;
}
