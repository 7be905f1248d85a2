import { z } from 'zod';

/** A person's own account as they see it. */
export const accountSchema = z.object({
  email: z.string(),
  name: z.string(),
  /** Null: never chosen, the browser decides. */
  locale: z.string().nullable(),
  hasPassword: z.boolean(),
  hasSecondFactor: z.boolean(),
  recoveryCodesLeft: z.number(),
  isAdministrator: z.boolean(),
});

export type Account = Readonly<z.infer<typeof accountSchema>>;
