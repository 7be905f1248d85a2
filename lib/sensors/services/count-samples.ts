import type { Runtime } from '#lib/platform/runtime.ts';
import { countSampleDays, type CountedNode, selectUncountedNodes } from '../data/sample-days.sql.ts';

/** Nodes looked for at a time. */
const nodesPerLook = 500;

/**
 * Counts the samples of the days that are over, for every node that still lacks some, so that lists tell numbers of samples
 * without reading all of them. One node's trouble stops no other's. Run by the clock; gives how many nodes were counted.
 */
export async function countSamples(
  { db, log }: Pick<Runtime, 'db' | 'log'>,
  now: () => Date = () => new Date(),
): Promise<number> {
  const until = now().toISOString().slice(0, 10);
  let counted = 0;
  let after: CountedNode | null = null;
  for (;;) {
    const nodes: CountedNode[] = await selectUncountedNodes(db, { until, after, limit: nodesPerLook });
    for (const { organizationId, sourceId } of nodes) {
      try {
        await db.transaction(() => countSampleDays({ db, organizationId }, sourceId, until));
        counted += 1;
      } catch (error) {
        log.error({ err: error, organizationId, sourceId }, 'samples of a node could not be counted');
      }
    }
    after = nodes.at(-1) ?? null;
    if (nodes.length < nodesPerLook) return counted;
  }
}
