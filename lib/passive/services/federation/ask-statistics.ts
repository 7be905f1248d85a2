import type { OrganizationId } from '#lib/platform/ids.ts';
import { openText } from '#lib/platform/crypto/seal.ts';
import type { PluginPoint } from '#lib/platform/plugins/plugin-hooks.ts';
import { postText } from '#lib/platform/outgoing/post-text.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { selectSourcesToAskOf, writeStatistics, type SourceToAskOf } from '../../data/federation/peers.sql.ts';
import { peerStatisticsSchema } from '../../domain/federation/peer.ts';

type AskingRuntime = Pick<Runtime, 'db' | 'config' | 'log' | 'plugins'>;

/** How old statistics become before they are asked for again, and how many sources one run asks of. */
const freshMs = 5 * 60_000;
const sourcesPerRun = 200;

/**
 * Asks peers for the statistics of the sources whose data they have (Passive Data Kit, 1.14), those longest unasked first. Run by
 * the clock. A peer that does not answer costs the others nothing. Gives the number of sources that were told of.
 */
export async function askStatistics(runtime: AskingRuntime): Promise<number> {
  const at = new Date();
  const sources = await selectSourcesToAskOf(runtime.db, {
    before: new Date(at.getTime() - freshMs),
    limit: sourcesPerRun,
  });
  const silent = new Set<string>();
  let told = 0;
  for (const source of sources) {
    const scope = { db: runtime.db, organizationId: source.organizationId as OrganizationId };
    const { sourceId, metadataUrl } = source;
    try {
      if (silent.has(metadataUrl)) throw new Error('The peer did not answer a moment ago.');
      const statistics = await ask(runtime, source);
      await writeStatistics(scope, { sourceId, statistics, error: null, at });
      told += 1;
    } catch (error) {
      silent.add(metadataUrl);
      const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500);
      runtime.log.warn({ err: error, sourceId }, 'a peer told no statistics');
      await writeStatistics(scope, { sourceId, statistics: null, error: reason, at });
    }
  }
  return told;
}

/** What the peer says; null: it knows no such source, or not this key. */
async function ask(
  { config, plugins }: AskingRuntime,
  { identifier, metadataUrl, requestKeySealed }: SourceToAskOf,
): Promise<object | null> {
  const key = requestKeySealed === null ? '' : openText(config.secret, requestKeySealed);
  const body = new URLSearchParams({ identifier, 'request-key': key }).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const { status, text } = await postText({ url: metadataUrl, headers, body }, { allowedHosts: config.internalHosts });
  if (status !== 200) throw new Error(`The peer answered with status ${String(status)}.`);
  const answer = JSON.parse(text) as unknown;
  const known = peerStatisticsSchema.loose().parse(answer);
  if (Object.keys(known).length === 0) return null;
  return plugins.hooks.reduce<object>('receiveMetadata', known, (plugin, metadata) =>
    plugin.receiveMetadata?.(identifier, metadata as PluginPoint),
  );
}
