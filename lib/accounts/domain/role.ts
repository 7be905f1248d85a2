import { z } from 'zod';
import { verbs, type Verb } from '#lib/platform/auth/verbs.ts';

const verbSchema = z.enum(verbs as [Verb, ...Verb[]]);

/** A named set of verbs of one organization. */
export const roleSchema = z.object({
  id: z.guid(),
  /** Stable word for commands and addresses. */
  key: z.string(),
  name: z.string(),
  verbs: z.array(verbSchema).readonly(),
  isBuiltIn: z.boolean(),
  archivedAt: z.coerce.date().nullable(),
  /** Memberships that have it now. */
  holderCount: z.number(),
});

export type Role = Readonly<z.infer<typeof roleSchema>>;

export const roleNameSchema = z.string().trim().min(1, 'Give a name.').max(60, 'Use at most 60 characters.');

export const roleVerbsSchema = z
  .array(verbSchema)
  .min(1, 'Choose at least one permission.')
  .transform((chosen) => verbs.filter((verb) => chosen.includes(verb)));

/** The key of a custom role from its name: "Night nurse" becomes "night-nurse". Empty when no Latin letter is left. */
export function roleKeyOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}
