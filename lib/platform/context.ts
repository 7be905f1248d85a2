import type { Database } from './db/database.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { OrganizationId, StudyId, UserId } from './ids.ts';
import type { Logger } from './log/log.ts';
import type { Verb } from './auth/verbs.ts';
import type { Plugins } from './plugins/plugin.ts';

/** What a person, token or device may do, everywhere or within one study or sub-tree of org units. */
export interface Grant {
  readonly verbs: ReadonlySet<Verb>;
  /** Null: every study of the organization. */
  readonly studyId: StudyId | null;
  /** ltree path; null: every place. */
  readonly orgUnitPath: string | null;
}

/** Who acts. */
export type Actor =
  | {
      readonly kind: 'user';
      readonly id: UserId;
      readonly label: string;
      readonly isAdministrator: boolean;
      readonly grants: readonly Grant[];
    }
  | { readonly kind: 'token'; readonly id: string; readonly label: string; readonly grants: readonly Grant[] }
  | { readonly kind: 'device'; readonly studyId: StudyId; readonly label: string }
  | { readonly kind: 'system'; readonly label: string };

/** Adds a graphile-worker job in the caller's transaction. */
export type Enqueue = (
  job: string,
  payload: object,
  options?: {
    readonly jobKey?: string;
    readonly queueName?: string;
    readonly runAt?: Date;
    readonly maxAttempts?: number;
  },
) => Promise<void>;

/**
 * Everything a use-case needs from around it. Built in three places only: the route wrapper, the protocol wrapper and
 * the job runner. Every query of a use-case is scoped by `organizationId`.
 */
export interface Context {
  readonly actor: Actor;
  readonly organizationId: OrganizationId;
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly log: Logger;
  readonly now: () => Date;
  readonly enqueue: Enqueue;
  /** Code of the installation's own. */
  readonly plugins: Plugins;
  /** Request or job id, to find the log lines of one act. */
  readonly requestId: string;
}
