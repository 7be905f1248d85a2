import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';
import { selectConnections } from '../../data/mqtt/connections.sql.ts';

/** Addresses of brokers where SensorThings are spoken. */
export interface ThingEndpoints {
  /** Observations that are sent there are stored. */
  readonly creating: readonly string[];
  /** New observations are told there. */
  readonly telling: readonly string[];
}

/** Brokers of the organization that speak SensorThings (OGC 18-088, section 14); none for who may not see sources. */
export async function listThingEndpoints(ctx: Context): Promise<ThingEndpoints> {
  if (!hasVerb(ctx.actor, 'sources.read')) return { creating: [], telling: [] };
  const spoken = (await selectConnections(ctx)).filter(
    ({ isEnabled, settings }) => isEnabled && settings.format === 'sensorthings',
  );
  const addressesOf = (connections: typeof spoken) => [...new Set(connections.map(({ settings }) => settings.url))];
  const telling = spoken.filter(({ settings }) => settings.publishesUnder !== null);
  return { creating: addressesOf(spoken), telling: addressesOf(telling) };
}
