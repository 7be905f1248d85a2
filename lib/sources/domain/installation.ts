import { z } from 'zod';

/** Longest description, in characters. */
const maxDescriptionCharacters = 4000;

const members = {
  /** Inclusive. */
  fromAt: z.coerce.date(),
  /** Exclusive; null: it is still there. */
  toAt: z.coerce.date().nullable(),
  description: z.string().max(maxDescriptionCharacters),
  /** Anybody may read what the source measures there. */
  isPublic: z.boolean(),
};

/** A source at a place for a time. */
export const installationSchema = z.object({
  ...members,
  id: z.guid(),
  legacyId: z.coerce.number(),
  sourceId: z.guid(),
  unitId: z.guid(),
  imageBlobKey: z.string().nullable(),
  imageType: z.string().nullable(),
});
export type Installation = z.infer<typeof installationSchema>;

export const installSourceSchema = z.strictObject({
  sourceId: z.guid(),
  unitId: z.guid(),
  fromAt: members.fromAt,
  toAt: members.toAt.default(null),
  description: members.description.default(''),
  isPublic: members.isPublic.default(false),
  /** Ends the installation that runs when this one begins, so that the source moves in one step. */
  endsRunning: z.boolean().default(false),
});
export type InstallSourceInput = z.input<typeof installSourceSchema>;

export const changeInstallationSchema = z.strictObject({ ...members, sourceId: z.guid(), unitId: z.guid() }).partial();
export type ChangeInstallationInput = z.input<typeof changeInstallationSchema>;
