export type { Caller, OrganizationChoice, SessionUser } from './domain/caller.ts';
export { organizationCookie, resolveActor, type Credentials } from './services/resolve-actor.ts';
