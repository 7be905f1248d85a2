import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { parseInput } from '#lib/platform/problems/parse-input.ts';
import type { Problem } from '#lib/platform/problems/problem.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import {
  createObservations,
  entitySets,
  plainQuery,
  type ThingRow,
  type ThingRows,
  type ThingsQuery,
} from '#lib/sensors/index.ts';
import { addressOf, idValue } from './addresses.ts';
import { countAndNext } from './render-things.ts';

const streamNames = ['Datastream', 'MultiDatastream'] as const;

/** The query of a data array: observations with the id of their stream, which they are put together by. */
export function dataArrayQuery(query: ThingsQuery): ThingsQuery {
  const inner = { ...plainQuery, select: ['id'] };
  return { ...query, expand: streamNames.map((navigation) => ({ navigation, query: inner, options: [] })) };
}

/** A page of observations as data arrays (OGC 18-088, section 12.1). */
export function renderDataArrays(
  page: ThingRows,
  { root, query, next }: { readonly root: string; readonly query: ThingsQuery; readonly next: string },
): object {
  const isWanted = (name: string) => query.select === null || query.select.includes(name);
  const names = entitySets.Observations.properties.map(({ name }) => name).filter(isWanted);
  const components = isWanted('id') || isWanted('@iot.id') ? ['id', ...names] : names;
  const value = [...Map.groupBy(page.rows, streamOf).values()].map((rows) => ({
    ...linkOf(root, rows[0]),
    components,
    'dataArray@iot.count': rows.length,
    dataArray: rows.map(({ id, values }) =>
      components.map((name) => (name === 'id' ? idValue(id) : (values[name] ?? null))),
    ),
  }));
  return { ...countAndNext(page, query, next), value };
}

/** Both sorts of streams count their ids together. */
function streamOf({ expanded }: ThingRow): string {
  const stream = expanded['Datastream'] ?? expanded['MultiDatastream'] ?? null;
  return stream !== null && 'id' in stream ? stream.id : '';
}

function linkOf(root: string, row: ThingRow | undefined): object {
  if (!row) return {};
  const name = streamNames[row.isMulti === true ? 1 : 0];
  return { [`${name}@iot.navigationLink`]: addressOf(root, `${name}s`, streamOf(row)) };
}

/** Most observations of one request. */
const maxObservations = 10_000;

const linkSchema = z.object({ '@iot.id': z.union([z.number().int(), z.string().min(1).max(80)]) });
const dataArraysSchema = z
  .array(
    z.object({
      Datastream: linkSchema.optional(),
      MultiDatastream: linkSchema.optional(),
      components: z.array(z.string().max(80)).min(1).max(20),
      dataArray: z.array(z.array(z.unknown())),
    }),
  )
  .refine((arrays) => arrays.reduce((sum, { dataArray }) => sum + dataArray.length, 0) <= maxObservations, {
    message: `A request takes ${String(maxObservations)} observations; split it.`,
  });

/**
 * Stores observations of data arrays (OGC 18-088, section 12.2): for each in its order the address of it, or "error" and
 * why. One that is wrong costs no other.
 */
export async function createDataArrays(
  ctx: Context,
  { root, body }: { readonly root: string; readonly body: unknown },
): Promise<string[]> {
  const arrays = parseInput(dataArraysSchema, body);
  const answers: string[] = [];
  for (const array of arrays) answers.push(...(await createOfArray(ctx, root, array)));
  return answers;
}

type DataArray = z.infer<typeof dataArraysSchema>[number];

const featureComponent = 'FeatureOfInterest/id';

async function createOfArray(ctx: Context, root: string, array: DataArray): Promise<string[]> {
  const { components, dataArray, Datastream: single, MultiDatastream: multi } = array;
  const tie = single ?? multi;
  if (!tie || (single && multi)) {
    const why = tie ? 'There is a MultiDatastream too.' : 'It is required, or a MultiDatastream: send a link to it.';
    return dataArray.map(() => `error: Datastream: ${why}`);
  }
  const isWhole = ({ length }: readonly unknown[]) => length === components.length;
  const observations = dataArray.filter(isWhole).map((row) => {
    const members = components.map((name, index) => [name, row[index]] as const);
    const feature = members.find(([name]) => name === featureComponent)?.[1] ?? null;
    const body = Object.fromEntries(members.filter(([name]) => name !== featureComponent));
    return { body, featureId: typeof feature === 'string' || feature === null ? feature : JSON.stringify(feature) };
  });
  const stream = { id: String(tie['@iot.id']), isMulti: single === undefined };
  const outcomes = await createObservations(ctx, { stream, observations }).catch((error: unknown) =>
    observations.map(() => ({ problem: ofOne(error) })),
  );
  return dataArray.map((row) => {
    const outcome = isWhole(row) ? outcomes.shift() : undefined;
    if (!outcome) return 'error: It has not as many values as there are components.';
    if ('problem' in outcome) return `error: ${ofOne(outcome.problem).message}`;
    return addressOf(root, 'Observations', outcome.id);
  });
}

/** What is wrong with one observation is told beside it; what is wrong with us or the caller ends the request. */
function ofOne(error: unknown): Problem {
  const problem = toProblem(error);
  const { kind } = problemCatalogue[problem.code];
  if (kind !== 'invalid' && kind !== 'absent' && kind !== 'conflict') throw problem;
  return problem;
}
