export type { Caller, OrganizationChoice, SessionUser } from './domain/caller.ts';
export { resolveActor, type Credentials } from './services/resolve-actor.ts';
export { intakeStudy, type IntakeStudy } from './services/intake-study.ts';
export { getStudyKeys, type StudyKeys, type StudyPlace } from './services/get-study-keys.ts';
