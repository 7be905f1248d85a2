import { z } from 'zod';
import { studyIdSchema, userIdSchema } from './id-schemas.ts';

/** A role a person has in the organization, everywhere or in one study or sub-tree. */
export const membershipSchema = z.object({
  id: z.guid(),
  userId: userIdSchema,
  roleId: z.guid(),
  roleKey: z.string(),
  roleName: z.string(),
  studyId: studyIdSchema.nullable(),
  studyName: z.string().nullable(),
  /** ltree path of the root of the sub-tree; null: everywhere. */
  orgUnitPath: z.string().nullable(),
  createdAt: z.coerce.date(),
});

export type Membership = Readonly<z.infer<typeof membershipSchema>>;

/** A member of the organization as its managers see them. */
export const personSchema = z.object({
  id: userIdSchema,
  email: z.string(),
  name: z.string(),
  hasSecondFactor: z.boolean(),
  isDisabled: z.boolean(),
  /** Has been invited and never signed in. */
  isInvited: z.boolean(),
  lastSeenAt: z.coerce.date().nullable(),
  memberships: z.array(membershipSchema).readonly(),
});

export type Person = Readonly<z.infer<typeof personSchema>>;
