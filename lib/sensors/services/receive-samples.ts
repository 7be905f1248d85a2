import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectNamedNodes } from '../data/nodes.sql.ts';
import type { QuantityRow } from '../data/quantities.sql.ts';
import { convertUnit } from '../domain/convert-unit.ts';
import type { SensorNode } from '../domain/node.ts';
import { findSampleFlaw, type Sample, type SampleOutcome } from '../domain/sample.ts';
import { quantitiesByKey } from './known-quantities.ts';
import { isInTransaction, mostShared, SharedIntake } from './shared-intake.ts';
import { makeRoom, storeSamples } from './store-samples.ts';

/** Most samples that one request may bring. */
export const maxSamples = 10_000;

export interface ReceivedSample {
  /** Id of the node, or its EUI (16 upper-case digits). */
  readonly node: { readonly id: string } | { readonly eui64: string };
  readonly sample: Sample;
  /** Units of its values by key, where they need not be those of their quantities: names of SenML's, or UCUM codes. */
  readonly units?: Readonly<Record<string, string>>;
}

interface Refused {
  readonly refused: { readonly member: string; readonly message: string };
}

/** What became of one sample; a refusal names the member that is wrong: `node`, `time`, or a quantity. */
export type ReceivedOutcome = ({ readonly node: SensorNode; readonly refused?: undefined } & SampleOutcome) | Refused;

const shared = new SharedIntake<readonly ReceivedSample[], ReceivedOutcome[]>({
  store: storeRequests,
  weightOf: (received) => received.length,
  noun: 'samples',
});

/**
 * Takes samples of any nodes that the caller may send for, and tells what became of each in their order. Sound ones are
 * committed when it returns, those of small requests that come at the same time together; wrong ones cost no other. Sending
 * them again changes nothing. A node for which the caller lacks `intake.send` is refused as one that is not there.
 * Errors: `body_too_large`, `intake_busy`.
 */
export async function receiveSamples(ctx: Context, received: readonly ReceivedSample[]): Promise<ReceivedOutcome[]> {
  if (received.length > maxSamples) {
    throw new Problem('body_too_large', { detail: `A request takes ${String(maxSamples)} samples; split it.` });
  }
  if (received.length === 0) return [];
  return received.length > mostShared || isInTransaction(ctx)
    ? storeReceived(ctx, received)
    : shared.add(ctx, received);
}

async function storeRequests(
  ctx: Context,
  requests: readonly (readonly ReceivedSample[])[],
): Promise<ReceivedOutcome[][]> {
  const outcomes = await storeReceived(ctx, requests.flat());
  return requests.map(({ length }) => outcomes.splice(0, length));
}

async function storeReceived(ctx: Context, received: readonly ReceivedSample[]): Promise<ReceivedOutcome[]> {
  const quantities = await quantitiesByKey(ctx.db);
  const nodes = await findNodes(ctx, received);
  const sound: {
    readonly index: number;
    readonly node: SensorNode;
    readonly sourceId: string;
    readonly sample: Sample;
  }[] = [];
  const outcomes = received.map((item, index): ReceivedOutcome | null => {
    const node = nodes.get(nameOf(item.node));
    if (!node) return refuse('node', 'The node is not known here. Register it first.');
    const sample = inOwnUnits(item, quantities);
    if ('refused' in sample) return sample;
    const flaw = findSampleFlaw(sample, quantities, ctx.now());
    if (flaw) return refuse(flaw.member, flaw.message);
    sound.push({ index, node, sourceId: node.id, sample });
    return null;
  });
  await makeRoom(
    ctx,
    sound.map(({ sample }) => sample),
  );
  if (sound.length > 0) {
    const stored = await ctx.db.transaction(() => storeSamples(ctx, sound, quantities));
    for (const [at, { index, node }] of sound.entries()) {
      const outcome = stored[at];
      if (outcome) outcomes[index] = { node, ...outcome };
    }
  }
  return outcomes.filter((outcome) => outcome !== null);
}

/** The sample with its values in the units of their quantities; or which unit is none of its quantity's. */
function inOwnUnits({ sample, units }: ReceivedSample, quantities: ReadonlyMap<string, QuantityRow>): Sample | Refused {
  if (!units) return sample;
  const values: Record<string, number> = { ...sample.values };
  for (const [key, from] of Object.entries(units)) {
    const [value, quantity] = [values[key], quantities.get(key)];
    if (value === undefined || !quantity) continue;
    const converted = convertUnit(value, from, quantity.unit);
    if (converted === null) {
      const message = `${key} is measured in ${quantity.unit}, which "${from.slice(0, 40)}" cannot be converted to.`;
      return refuse(key, message);
    }
    values[key] = converted;
  }
  return { ...sample, values };
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

function refuse(member: string, message: string): Refused {
  return { refused: { member, message } };
}
