import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Actor } from '#lib/platform/context.ts';
import type { OrganizationId, UserId } from '#lib/platform/ids.ts';

/** Who sent a request, in all of their organizations at once: for protocols whose addresses name no organization. */
export interface Visitor {
  /** The person; of a token, who made it is not told. */
  readonly user: { readonly id: UserId; readonly email: string; readonly mustChangePassword: boolean } | null;
  /** Whom the request is of: nobody we know, a session, or an API token. */
  readonly kind: 'none' | 'session' | 'token';
  readonly sessionId: string | null;
  readonly isAdministrator: boolean;
  /** As whom they act, by organization. */
  readonly actors: ReadonlyMap<OrganizationId, Actor>;
}

/** Somebody we do not know. */
export const nobody: Visitor = { user: null, kind: 'none', sessionId: null, isAdministrator: false, actors: new Map() };

/** The organizations in all of which a visitor may use a verb. */
export function organizationsWithVerb({ actors }: Visitor, verb: Verb): OrganizationId[] {
  return [...actors].flatMap(([id, actor]) => (hasVerb(actor, verb) ? [id] : []));
}
