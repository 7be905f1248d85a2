import type { StudyId, UserId } from '#lib/platform/ids.ts';

/** A role a person has in the organization, everywhere or in one study or sub-tree. */
export interface Membership {
  readonly id: string;
  readonly userId: UserId;
  readonly roleId: string;
  readonly roleKey: string;
  readonly roleName: string;
  readonly studyId: StudyId | null;
  readonly studyName: string | null;
  /** ltree path of the root of the sub-tree; null: everywhere. */
  readonly orgUnitPath: string | null;
  readonly createdAt: Date;
}

/** A member of the organization as its managers see them. */
export interface Person {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  readonly hasSecondFactor: boolean;
  readonly isDisabled: boolean;
  /** Has been invited and never signed in. */
  readonly isInvited: boolean;
  readonly lastSeenAt: Date | null;
  readonly memberships: readonly Membership[];
}
