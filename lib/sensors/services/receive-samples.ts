import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectNode } from '../data/nodes.sql.ts';
import type { SensorNode } from '../domain/node.ts';
import { findSampleFlaw, type Sample, type SampleOutcome } from '../domain/sample.ts';
import { quantitiesByKey } from './known-quantities.ts';
import { makeRoom, storeSamples } from './store-samples.ts';

/** Most samples that one request may bring. */
export const maxSamples = 10_000;

export interface ReceivedSample {
  /** Id of the node, or its EUI (16 upper-case digits). */
  readonly node: { readonly id: string } | { readonly eui64: string };
  readonly sample: Sample;
}

/** What became of one sample; a refusal names the member that is wrong: `node`, `time`, or a quantity. */
export type ReceivedOutcome =
  | ({ readonly node: SensorNode; readonly refused?: undefined } & SampleOutcome)
  | { readonly refused: { readonly member: string; readonly message: string } };

/**
 * Takes samples of any nodes that the caller may send for, and tells what became of each in their order. Sound ones are
 * committed together when it returns; wrong ones cost no other. Sending them again changes nothing.
 * A node for which the caller lacks `intake.send` is refused as one that is not there. Errors: `body_too_large`.
 */
export async function receiveSamples(ctx: Context, received: readonly ReceivedSample[]): Promise<ReceivedOutcome[]> {
  if (received.length > maxSamples) {
    throw new Problem('body_too_large', { detail: `A request takes ${String(maxSamples)} samples; split it.` });
  }
  const quantities = await quantitiesByKey(ctx.db);
  const nodes = await findNodes(ctx, received);
  const outcomes = received.map(({ node, sample }): ReceivedOutcome | null => {
    if (!nodes.get(nameOf(node))) return refuse('node', 'The node is not known here. Register it first.');
    const flaw = findSampleFlaw(sample, quantities, ctx.now());
    return flaw && refuse(flaw.member, flaw.message);
  });
  const sound = received.flatMap((item, index) => (outcomes[index] === null ? [{ ...item, index }] : []));
  await makeRoom(
    ctx,
    sound.map(({ sample }) => sample),
  );
  await ctx.db.transaction(async () => {
    // In the order of ids, so that two requests never wait for each other crosswise.
    const byNode = [...Map.groupBy(sound, ({ node }) => nodes.get(nameOf(node))?.id ?? '')];
    for (const [id, items] of byNode.sort(([a], [b]) => (a < b ? -1 : 1))) {
      const samples = items.map(({ sample }) => sample);
      const stored = await storeSamples(ctx, { sourceId: id, samples, quantities });
      for (const [at, { index, node }] of items.entries()) {
        const [outcome, known] = [stored[at], nodes.get(nameOf(node))];
        if (outcome && known) outcomes[index] = { node: known, ...outcome };
      }
    }
  });
  return outcomes.filter((outcome) => outcome !== null);
}

async function findNodes(
  ctx: Context,
  received: readonly ReceivedSample[],
): Promise<ReadonlyMap<string, SensorNode | null>> {
  const found = new Map<string, SensorNode | null>();
  for (const { node } of received) {
    const name = nameOf(node);
    if (found.has(name)) continue;
    const known = await selectNode(ctx, 'intake.send', node);
    found.set(name, known);
  }
  return found;
}

function nameOf(node: ReceivedSample['node']): string {
  return 'id' in node ? node.id : node.eui64;
}

function refuse(member: string, message: string): ReceivedOutcome {
  return { refused: { member, message } };
}
