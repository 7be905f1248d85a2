import { z } from 'zod';
import { registryNameSchema } from './pyramid.ts';

/** The address of a DHIS2, without a slash at the end. What one signs in with does not belong into it. */
const addressSchema = z
  .string()
  .trim()
  .max(2000)
  .transform((text, ctx) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
      ctx.addIssue('Write the address as https://dhis2.example.org, without name and password.');
      return z.NEVER;
    }
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  });

const loginSchema = z
  .string()
  .trim()
  .min(1, 'Write at least one character.')
  .max(255)
  .regex(/^[^:\p{Cc}]*$/u);
const passwordSchema = z.string().max(1000);

/** The DHIS2 that a pyramid comes from (spec 1.4). Its password is never told. */
export const pyramidConnectionSchema = z.object({
  name: z.string(),
  url: z.string(),
  login: z.string(),
  hasPassword: z.boolean(),
  updatedAt: z.coerce.date(),
});
export type PyramidConnection = z.infer<typeof pyramidConnectionSchema>;

export const connectionDraftSchema = z.strictObject({
  name: registryNameSchema,
  url: addressSchema,
  login: loginSchema,
  /** Left out or empty: the one that is known, as long as the address stays. */
  password: passwordSchema.optional(),
});
export type ConnectionDraft = z.output<typeof connectionDraftSchema>;

export const connectionTrialSchema = z.strictObject({
  url: addressSchema,
  login: loginSchema,
  /** Left out or empty: the one that is known for this address. */
  password: passwordSchema.optional(),
});
export type ConnectionTrial = z.output<typeof connectionTrialSchema>;

/**
 * What a trial found out: a DHIS2 that lets us in, one that does not, no answer at all or no DHIS2 (`unreachable`), an
 * address inside our network (`forbidden`), or no password to try.
 */
export const trialOutcomeSchema = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('ok'), version: z.string() }),
  z.object({ outcome: z.enum(['refused', 'unreachable', 'forbidden', 'password_missing']) }),
]);
export type TrialOutcome = z.infer<typeof trialOutcomeSchema>;
