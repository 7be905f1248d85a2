import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectNamedNodes } from '../data/nodes.sql.ts';
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
  const ofNodes = sound.flatMap(({ index, node, sample }) => {
    const known = nodes.get(nameOf(node));
    return known ? [{ index, node: known, sourceId: known.id, sample }] : [];
  });
  if (ofNodes.length > 0) {
    const stored = await ctx.db.transaction(() => storeSamples(ctx, ofNodes, quantities));
    for (const [at, { index, node }] of ofNodes.entries()) {
      const outcome = stored[at];
      if (outcome) outcomes[index] = { node, ...outcome };
    }
  }
  return outcomes.filter((outcome) => outcome !== null);
}

async function findNodes(ctx: Context, received: readonly ReceivedSample[]): Promise<ReadonlyMap<string, SensorNode>> {
  const [ids, euis] = [new Set<string>(), new Set<string>()];
  for (const { node } of received) {
    if ('id' in node) ids.add(nameOf(node));
    else euis.add(nameOf(node));
  }
  const found = await selectNamedNodes(ctx, 'intake.send', { ids: [...ids], euis: [...euis] });
  return new Map(
    found.flatMap((node) => [node.id, node.eui64].flatMap((name) => (name === null ? [] : [[name, node]]))),
  );
}

/** Ids are the same in any capitals; EUIs are written in upper case by now. */
function nameOf(node: ReceivedSample['node']): string {
  return 'id' in node ? node.id.toLowerCase() : node.eui64;
}

function refuse(member: string, message: string): ReceivedOutcome {
  return { refused: { member, message } };
}
