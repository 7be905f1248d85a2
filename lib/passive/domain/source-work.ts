import { z } from 'zod';

/** Which points of a source go into another: by type, by the device's time, or both; a range is half-open, UTC. */
export const splitRuleSchema = z
  .strictObject({
    types: z.array(z.string().min(1).max(1024)).min(1).max(200).nullable().default(null),
    from: z.coerce.date().nullable().default(null),
    to: z.coerce.date().nullable().default(null),
  })
  .refine(
    ({ types, from, to }) => types !== null || from !== null || to !== null,
    'Choose types, a beginning or an end.',
  )
  .refine(({ from, to }) => from === null || to === null || from < to, 'The end must be after the beginning.');
export type SplitRule = z.infer<typeof splitRuleSchema>;

/** What erasing, merging or splitting is about to touch. */
export const sourceWorkPlanSchema = z.object({
  /** Points that are erased, or change their source. */
  points: z.number(),
  types: z.number(),
  firstCreatedAt: z.coerce.date().nullable(),
  lastCreatedAt: z.coerce.date().nullable(),
  attachments: z.number(),
  /** Open or decided, that name the source. */
  quarantined: z.number(),
  /** Raw uploads of the study that are opened to look for the source. */
  bundles: z.number(),
  /** Of these, not processed yet; the work waits for them. */
  waitingBundles: z.number(),
  /** Files of months that left the database: they are looked through, and written anew where the source is in them. */
  coldFiles: z.number(),
  /** Finished exports and reports that hold data of the source: erasing removes them whole. */
  exports: z.number(),
});
export type SourceWorkPlan = z.infer<typeof sourceWorkPlanSchema>;

/** What was done; kept with the Task. */
export interface SourceWorkReport {
  readonly points: number;
  /** Points that the destination had already. */
  readonly repeats: number;
  readonly bundlesRewritten: number;
  readonly bundlesCleared: number;
  readonly filesRemoved: number;
  readonly quarantined: number;
  /** Exports and reports whose archives were removed. */
  readonly exportsRemoved: number;
  /** Points in the files of months that left the database. */
  readonly coldPoints: number;
}

/** The report of work that found nothing to do. */
export const nothingDone: SourceWorkReport = {
  points: 0,
  repeats: 0,
  bundlesRewritten: 0,
  bundlesCleared: 0,
  filesRemoved: 0,
  quarantined: 0,
  exportsRemoved: 0,
  coldPoints: 0,
};
