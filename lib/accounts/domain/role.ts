import { z } from 'zod';
import { verbs, type Verb } from '#lib/platform/auth/verbs.ts';

/** A named set of verbs of one organization. */
export interface Role {
  readonly id: string;
  /** Stable word for commands and addresses. */
  readonly key: string;
  readonly name: string;
  readonly verbs: readonly Verb[];
  readonly isBuiltIn: boolean;
  readonly archivedAt: Date | null;
  /** People who have it now. */
  readonly holderCount: number;
}

export const roleNameSchema = z.string().trim().min(1, 'Give a name.').max(60, 'Use at most 60 characters.');

export const roleVerbsSchema = z
  .array(z.enum(verbs as [Verb, ...Verb[]]))
  .min(1, 'Choose at least one permission.')
  .transform((chosen) => verbs.filter((verb) => chosen.includes(verb)));

/** The key of a custom role from its name: "Night nurse" becomes "night-nurse". Empty when no Latin letter is left. */
export function roleKeyOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}
