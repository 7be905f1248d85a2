export { builtInRoleKeys, builtInRoles, type BuiltInRoleKey } from './domain/built-in-roles.ts';
export type { AuditEvent } from './domain/audit-event.ts';
export type { Caller, OrganizationChoice, SessionUser } from './domain/caller.ts';
export { organizationNameSchema, type Organization } from './domain/organization.ts';
export type { Membership, Person } from './domain/person.ts';
export type { Role } from './domain/role.ts';
export type { SessionSummary } from './domain/session.ts';
export { sessionLifeS } from './domain/sign-in-rules.ts';
export type { RenameRule, Study, StudyAddresses } from './domain/study.ts';
export type { ApiTokenSummary } from './domain/token.ts';

export { getAccount, updateAccount, updateAccountInputSchema } from './services/account.ts';
export { actorOfPassword } from './services/actor-of-password.ts';
export { actorOfPerson, type PersonInOrganization } from './services/actor-of-person.ts';
export {
  archiveOrganization,
  listArchivedOrganizations,
  restoreOrganization,
} from './services/archive-organization.ts';
export { archiveStudy, restoreStudy } from './services/archive-study.ts';
export { changePassword, changePasswordInputSchema } from './services/change-password.ts';
export { createFleetKeys, type FleetKeys } from './services/create-fleet-keys.ts';
export { createOrganization, createOrganizationInputSchema } from './services/create-organization.ts';
export { createPullToken, type PullToken } from './services/create-pull-token.ts';
export { createStudy, createStudyInputSchema, type CreateStudyInput } from './services/create-study.ts';
export { createToken, createTokenInputSchema, type CreatedToken } from './services/create-token.ts';
export { createUser, createUserInputSchema, type CreatedUser } from './services/create-user.ts';
export { disableUser, enableUser } from './services/disable-user.ts';
export { endMembership } from './services/end-membership.ts';
export { endSession } from './services/end-session.ts';
export { ensureFirstAdministrator, type FirstAdministrator } from './services/ensure-first-administrator.ts';
export { getStudy, getStudyByKey, getDefaultStudy } from './services/get-study.ts';
export { getStudyBoxKeys, type StudyBoxKeys } from './services/get-study-box-keys.ts';
export { getStudyKeys, type StudyKeys, type StudyPlace } from './services/get-study-keys.ts';
export { giveMembership, giveMembershipInputSchema } from './services/give-membership.ts';
export { importServerKey, importServerKeyInputSchema } from './services/import-server-key.ts';
export { intakeStudy, type IntakeStudy } from './services/intake-study.ts';
export { inviteUser, inviteUserInputSchema, type Invitation } from './services/invite-user.ts';
export { listAccessRecords, listAccessRecordsInputSchema } from './services/list-access-records.ts';
export {
  listAuditEvents,
  listAuditEventsInputSchema,
  listInstallationAuditEvents,
  type AuditPage,
} from './services/list-audit-events.ts';
export { listMembershipPaths } from './services/list-membership-paths.ts';
export { listPeople } from './services/list-people.ts';
export { listStudies } from './services/list-studies.ts';
export { localesOfAddresses } from './services/locales-of-addresses.ts';
export { movePlacements } from './services/move-placements.ts';
export { getOrganization, renameOrganization } from './services/organization.ts';
export { findOrganizationNamed, listAdministratorIds, listOrganizations } from './services/installation.ts';
export { getRequestKey, isRequestKey, requestKeyInputSchema, setRequestKey } from './services/request-key.ts';
export { requestPasswordReset, requestPasswordResetInputSchema } from './services/request-password-reset.ts';
export { resetPassword, resetPasswordInputSchema } from './services/reset-password.ts';
export { resolveActor, type Credentials } from './services/resolve-actor.ts';
export { SenderTokens, type TokenCaller } from './services/sender-tokens.ts';
export {
  archiveRole,
  createRole,
  createRoleInputSchema,
  listRoles,
  updateRole,
  updateRoleInputSchema,
} from './services/roles.ts';
export { confirmTotp, disableTotp, startTotp, type TotpSetup } from './services/second-factor.ts';
export { listSessions, revokeOtherSessions, revokeSession } from './services/sessions.ts';
export { signIn, signInInputSchema } from './services/sign-in.ts';
export { oidcClaimsSchema, signInWithOidc } from './services/sign-in-with-oidc.ts';
export { listTokens, revokeToken } from './services/tokens.ts';
export { updateStudy, updateStudyInputSchema, type UpdateStudyInput } from './services/update-study.ts';
export {
  bringInMembership,
  bringInOrganization,
  bringInUser,
  findLegacy,
  finishBringingIn,
  type BroughtIn,
  type UserToBringIn,
} from './services/bring-in/bring-in.ts';
export { changeMembershipRole } from './services/change-membership-role.ts';
export { foundAndEnter, foundAndEnterInputSchema } from './services/found-and-enter.ts';
export { foundOrganization } from './services/found-organization.ts';
export { legacyRoles, roleOfLegacy, type LegacyRole } from './services/legacy-roles.ts';
export {
  register,
  registerInputSchema,
  verifyRegistration,
  verifyRegistrationInputSchema,
} from './services/register.ts';
export { resolveVisitor } from './services/resolve-visitor.ts';
export { nobody, organizationsWithVerb, type Visitor } from './domain/visitor.ts';
export { updateOrganization } from './services/organization.ts';
export { joinOrganization } from './services/join-organization.ts';
export {
  listMembershipsFor,
  listOrganizationsFor,
  listUsersFor,
  type ListedMembership,
  type ListedOrganization,
  type ListedUser,
  type PeopleQuery,
} from './services/list-across.ts';
export { getPersonalRecord, updatePersonalRecord } from './services/personal-record.ts';
export { requireAdministrator } from './services/require-administrator.ts';
