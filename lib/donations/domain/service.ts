import { z } from 'zod';

/** The name of a service in addresses and type names: lower-case letters, digits and single hyphens. */
export const serviceSlugSchema = z
  .string()
  .trim()
  .min(2, 'Use at least 2 characters.')
  .max(40, 'Use at most 40 characters.')
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'Use lower-case letters and digits, with hyphens between.');

/** What to do to get one's archive, step by step. */
const stepsSchema = z.array(z.string().trim().min(1).max(1000)).min(1, 'Write at least one step.').max(20);

/** What participants read about a service, in every language of the platform. */
export const instructionsSchema = z.strictObject({ en: stepsSchema, fr: stepsSchema, de: stepsSchema });
export type Instructions = z.infer<typeof instructionsSchema>;

export const extensionsSchema = z
  .array(
    z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[a-z0-9]{1,10}$/, 'Give an ending without its dot, as "zip".'),
  )
  .min(1, 'Name at least one ending.')
  .max(10);

/** What an organization may say about a service. */
export const changeServiceSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give a name.').max(80),
  /** Small numbers are shown first. */
  priority: z.number().int().min(0).max(1000),
  /** Endings of the files it takes, lower case, without the dot. */
  extensions: extensionsSchema,
  instructions: instructionsSchema,
  /** False: participants are not shown it. */
  isOffered: z.boolean(),
});
export type ChangeService = z.infer<typeof changeServiceSchema>;

/** A service whose archives participants can donate (passive-data-kit.md, section 2: ExternalDataSource). */
export const serviceSchema = changeServiceSchema.extend({
  slug: serviceSlugSchema,
  /** Whether its archives are read, or only kept sealed. */
  hasImporter: z.boolean(),
  /** Comes with the platform. */
  isBuiltIn: z.boolean(),
});
export type Service = z.infer<typeof serviceSchema>;

/** Languages in which instructions are kept and mails are written: those of the platform. */
export const donationLocales = ['en', 'fr', 'de'] as const;
export type DonationLocale = (typeof donationLocales)[number];

/** The ending of a file's name in lower case without its dot; empty when it has none. */
export function extensionOf(fileName: string): string {
  return /\.([A-Za-z0-9]{1,10})$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
}
