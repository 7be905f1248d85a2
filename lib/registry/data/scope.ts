import type { Context } from '#lib/platform/context.ts';
import type { Database } from '#lib/platform/db/database.ts';
import type { OrganizationId } from '#lib/platform/ids.ts';

/** What every statement of the registry is bound to. */
export interface RegistryScope {
  readonly db: Database;
  readonly organizationId: OrganizationId;
  readonly now: Date;
}

/** The scope of a use-case. */
export function registryScope(ctx: Context): RegistryScope {
  return { db: ctx.db, organizationId: ctx.organizationId, now: ctx.now() };
}
