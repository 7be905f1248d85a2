import type { Context } from '#lib/platform/context.ts';

/**
 * With whose eyes entities are read: members of the organization see all of them, everybody what public installations
 * show (managair.md 4).
 */
export interface ThingReader {
  readonly organizationId: string;
  readonly audience: 'members' | 'everybody';
}

/** A reader, and where the entities are. */
export type ThingScope = ThingReader & Pick<Context, 'db'>;

/** All of the organization; who calls this has asked for a verb. */
export function asMember({ db, organizationId }: Pick<Context, 'db' | 'organizationId'>): ThingScope {
  return { db, organizationId, audience: 'members' };
}
