import { z } from 'zod';
import { sourceKindSchema } from '../source.ts';

/**
 * Does a source deliver as it should (managair.md, 11)? `unknown`: it never delivered; `alive`: in time; `missing`: it is
 * late, or was silent and has come only once since; `dead`: nothing for much longer.
 */
export const fidelityStates = ['unknown', 'alive', 'missing', 'dead'] as const;
export const fidelityStateSchema = z.enum(fidelityStates);
export type FidelityState = z.infer<typeof fidelityStateSchema>;

/** The letters that Managair has for the states (managair.md, 11). */
export const fidelityLetters = { unknown: 'U', alive: 'E', missing: 'M', dead: 'D' } as const satisfies Record<
  FidelityState,
  string
>;

/** Longest interval a source may be expected to keep, in seconds: a year. */
const maxIntervalS = 31_536_000;

/**
 * What an organization expects of its sources. Managair's thresholds, 2 hours and 4, are twice and four times an hour. A
 * sensor's own interval, or else its model's, takes the place of `expectedIntervalS`.
 */
export const fidelitySettingsSchema = z
  .strictObject({
    expectedIntervalS: z.int().positive().max(maxIntervalS),
    /** Intervals without a delivery after which a source is missing. */
    missingAfter: z.number().min(1).max(500),
    /** Intervals after which it is dead. */
    deadAfter: z.number().max(1000),
  })
  .refine(({ missingAfter, deadAfter }) => deadAfter > missingAfter, {
    path: ['deadAfter'],
    message: 'A source is missing before it is dead: choose a greater number.',
  });
/** What is expected of one source, over what its node, model or organization says; null: nothing of its own. */
export const expectedIntervalSchema = z.strictObject({
  expectedIntervalS: z.int().positive().max(maxIntervalS).nullable(),
});

export type FidelitySettings = z.infer<typeof fidelitySettingsSchema>;

/** Where nobody has decided. */
export const defaultFidelitySettings: FidelitySettings = { expectedIntervalS: 3600, missingAfter: 2, deadAfter: 4 };

/** How a source delivers. Instants are UTC. */
export const fidelitySchema = z.object({
  sourceId: z.guid(),
  sourceName: z.string(),
  sourceIdentifier: z.string(),
  kind: sourceKindSchema.catch('other'),
  studyId: z.guid(),
  state: fidelityStateSchema,
  /** Since when; null: nobody looked yet. */
  sinceAt: z.coerce.date().nullable(),
  /** Its newest reading as of the last look: the device's time, or when it came if that clock is ahead. */
  lastContactAt: z.coerce.date().nullable(),
  /** The last look at the sources of the organization; null: there was none. */
  checkedAt: z.coerce.date().nullable(),
  expectedIntervalS: z.number(),
  /** What people decided for this source alone; null: nothing. */
  ownIntervalS: z.number().nullable(),
  /** Silence after which it is missing, and dead. */
  missingAfterS: z.number(),
  deadAfterS: z.number(),
});
export type Fidelity = z.infer<typeof fidelitySchema>;

/** A source got into another state. */
export const fidelityChangeSchema = z.object({
  changedAt: z.coerce.date(),
  fromState: fidelityStateSchema,
  toState: fidelityStateSchema,
  lastContactAt: z.coerce.date().nullable(),
  expectedIntervalS: z.number(),
});
export type FidelityChange = z.infer<typeof fidelityChangeSchema>;

/** What tells how long a source will go on, where it is known; null: it is not. */
export const sourceVitalsSchema = z.object({
  battery: z.object({ value: z.number(), unit: z.enum(['mV', '%']), at: z.coerce.date() }).nullable(),
  /** Of the newest radio message: the greater the spreading factor, the weaker the reception. */
  signal: z.object({ spreadingFactor: z.number(), at: z.coerce.date() }).nullable(),
});
export type SourceVitals = z.infer<typeof sourceVitalsSchema>;

/** Most sources of one page. */
export const maxFidelityPage = 500;

export const listFidelitySchema = z.object({
  /** Key of a study. */
  study: z.string().max(100).optional(),
  state: fidelityStateSchema.optional(),
  kind: sourceKindSchema.optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(maxFidelityPage).default(50),
});
export type ListFidelityInput = z.infer<typeof listFidelitySchema>;
