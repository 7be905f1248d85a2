import type { Context } from '#lib/platform/context.ts';
import { readFidelityStates, readLatestObservations } from '#lib/sources/index.ts';
import { selectLatestSignals, selectLatestValues } from '../../data/checks/readings.sql.ts';
import type { CheckReadings, LatestValue } from '../../domain/checks/status-check.ts';

/** Reads for the sources of one look; what two checks ask alike is asked once. */
export function createReadings(
  ctx: Pick<Context, 'db' | 'organizationId'>,
  sourceIds: readonly string[],
): CheckReadings {
  const asked = new Map<string, Promise<ReadonlyMap<string, unknown>>>();
  const once = <Value>(key: string, read: () => Promise<ReadonlyMap<string, Value>>) => {
    const known = asked.get(key) ?? read();
    asked.set(key, known);
    return known as Promise<ReadonlyMap<string, Value>>;
  };
  return {
    latestValues: (type, path) =>
      once(JSON.stringify(['value', type, path]), async () => {
        const rows = await selectLatestValues(ctx, { sourceIds, type, path });
        return new Map(
          rows.map(({ sourceId, at, value }): [string, LatestValue] => [sourceId, { at, value: parse(value) }]),
        );
      }),
    latestSignals: (signals) =>
      once(JSON.stringify(['signals', signals]), async () => {
        const rows = await selectLatestSignals(ctx, { sourceIds, signals });
        return new Map(rows.map(({ sourceId, at }) => [sourceId, at]));
      }),
    fidelities: () => once('fidelities', async () => bySource(await readFidelityStates(ctx, sourceIds))),
    latestObservations: (quantity) =>
      once(JSON.stringify(['observation', quantity]), async () =>
        bySource(await readLatestObservations(ctx, { sourceIds, quantity })),
      ),
  };
}

function bySource<Row extends { readonly sourceId: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.sourceId, row]));
}

/** The value; a text that was cut off because it is long, or is none, is as good as no value. */
function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
