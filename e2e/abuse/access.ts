import type { Verb } from '#lib/platform/auth/verbs.ts';

/** Who may, and a request that works for them. */
export interface Access {
  /**
   * A verb: the roles that have it, and tokens with it. `person`: anyone signed in, but no token. `administrator`: nobody
   * but an administrator of the installation.
   */
  readonly who: Verb | 'public' | 'signed-in' | 'person' | 'administrator';
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Status for those who may; default 200. */
  readonly ok?: number;
  /** Status for those who may not; default 403. 404 where they may not even see it. */
  readonly refused?: number | readonly number[];
  /** Status for the owner of another organization; default 404 when the request names something of ours, else as `ok`. */
  readonly stranger?: number;
}
