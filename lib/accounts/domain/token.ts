import { z } from 'zod';
import { verbs, type Verb } from '#lib/platform/auth/verbs.ts';
import { studyIdSchema } from './id-schemas.ts';

/** Every API token begins so: scanners of leaked secrets and people can tell what it is. */
export const tokenPrefix = 'cairn_';

/** Tokens of pull clients are letters and digits alone, as many as the replaced server's had (passive-data-kit.md, 1.15). */
export const pullTokenPrefix = 'cairn';
export const pullTokenLength = 64;

/** Whether a text may be an API token: what is none needs no look into the database. */
export function isTokenLike(text: string): boolean {
  return text.startsWith(tokenPrefix) || (text.length === pullTokenLength && text.startsWith(pullTokenPrefix));
}

/** Characters of a token that are kept readable, to recognise it in a list. */
export const shownCharacters = tokenPrefix.length + 6;

/** Longest life of a token, days; a token that never expires is forgotten, then found by somebody else. */
const longestLifeDays = 366;
export const defaultLifeDays = 90;

export const tokenNameSchema = z.string().trim().min(1, 'Give a name.').max(80, 'Use at most 80 characters.');

export const lifeDaysSchema = z
  .number()
  .int()
  .min(1, 'A token lives at least a day.')
  .max(longestLifeDays, `A token lives at most ${longestLifeDays} days.`);

export const scopesSchema = z.array(z.enum(verbs as [Verb, ...Verb[]])).min(1, 'Choose at least one permission.');

/** An API token as it is listed; the token itself is known to nobody but its user. */
export const apiTokenSchema = z.object({
  id: z.guid(),
  name: z.string(),
  /** Its first characters. */
  prefix: z.string(),
  /** Verbs it may use, as far as its maker holds them. */
  scopes: z.array(z.string()).readonly(),
  studyId: studyIdSchema.nullable(),
  studyName: z.string().nullable(),
  createdById: z.guid().nullable(),
  createdByName: z.string().nullable(),
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date().nullable(),
  lastUsedAt: z.coerce.date().nullable(),
});

export type ApiTokenSummary = Readonly<z.infer<typeof apiTokenSchema>>;
