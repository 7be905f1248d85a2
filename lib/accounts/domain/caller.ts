import type { Actor } from '#lib/platform/context.ts';
import type { OrganizationId, UserId } from '#lib/platform/ids.ts';

export interface OrganizationChoice {
  readonly id: OrganizationId;
  readonly name: string;
}

/** The person behind a browser session. */
export interface SessionUser {
  readonly id: UserId;
  readonly email: string;
  readonly name: string;
  /** Null: never chosen. */
  readonly locale: string | null;
  /** Until it is changed the actor holds no verbs at all. */
  readonly mustChangePassword: boolean;
}

/** Who sent a request: nobody we know, a person in a browser, or a program with an API token. */
export type Caller =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'session';
      readonly actor: Extract<Actor, { kind: 'user' }>;
      /** The organization the person works in at the moment. */
      readonly organizationId: OrganizationId;
      readonly user: SessionUser;
      readonly sessionId: string;
      /** Every organization the person belongs to, by name. */
      readonly organizations: readonly OrganizationChoice[];
    }
  | {
      readonly kind: 'token';
      readonly actor: Extract<Actor, { kind: 'token' }>;
      readonly organizationId: OrganizationId;
    };
