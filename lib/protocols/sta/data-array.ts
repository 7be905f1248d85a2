import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { problemCatalogue } from '#lib/platform/problems/catalogue.ts';
import { parseInput } from '#lib/platform/problems/parse-input.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { toProblem } from '#lib/platform/problems/to-problem.ts';
import {
  createThing,
  entitySets,
  isInTransaction,
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
export async function createObservations(
  ctx: Context,
  { root, body }: { readonly root: string; readonly body: unknown },
): Promise<string[]> {
  const arrays = parseInput(dataArraysSchema, body);
  const bodies = arrays.flatMap(({ components, dataArray, ...streams }) =>
    dataArray.map((row) => bodyOf({ streams, components, row })),
  );
  const answers: string[] = [];
  for (const run of runsOf(bodies, isInTransaction(ctx) ? 1 : mostTogether)) {
    const made = await Promise.allSettled(run.map((one) => createOne(ctx, { root, body: one })));
    for (const one of made) {
      if (one.status === 'rejected') throw toProblem(one.reason);
      answers.push(one.value);
    }
  }
  return answers;
}

/** Observations made at a time, so that they share commits. */
const mostTogether = 50;

/** Cuts observations into runs; of the same time one alone is in each, since of two that contradict each other the first stays. */
function runsOf(bodies: readonly (ObservationBody | null)[], most: number): (ObservationBody | null)[][] {
  const runs: (ObservationBody | null)[][] = [];
  let times = new Set<unknown>();
  for (const body of bodies) {
    const time = body?.['phenomenonTime'];
    const run = runs.at(-1);
    if (run && run.length < most && !times.has(time)) run.push(body);
    else {
      runs.push([body]);
      times = new Set();
    }
    if (time !== undefined) times.add(time);
  }
  return runs;
}

interface ArrayRow {
  /** The link to the stream, by its navigation. */
  readonly streams: Readonly<Partial<Record<(typeof streamNames)[number], z.infer<typeof linkSchema> | undefined>>>;
  readonly components: readonly string[];
  readonly row: readonly unknown[];
}

type ObservationBody = Readonly<Record<string, unknown>>;

function bodyOf({ streams, components, row }: ArrayRow): ObservationBody | null {
  if (row.length !== components.length) return null;
  const members = components.map((name, index) =>
    name === 'FeatureOfInterest/id'
      ? (['FeatureOfInterest', { '@iot.id': row[index] }] as const)
      : ([name, row[index]] as const),
  );
  return { ...Object.fromEntries(members), ...streams };
}

async function createOne(
  ctx: Context,
  { root, body }: { readonly root: string; readonly body: ObservationBody | null },
): Promise<string> {
  try {
    if (body === null)
      throw new Problem('input_invalid', { detail: 'It has not as many values as there are components.' });
    const { id } = await createThing(ctx, { steps: [{ set: 'Observations', navigation: null, id: null }], body });
    return addressOf(root, 'Observations', id);
  } catch (error) {
    const problem = toProblem(error);
    const { kind } = problemCatalogue[problem.code];
    // What is wrong with one observation is told beside it; what is wrong with us or the caller ends the request.
    if (kind !== 'invalid' && kind !== 'absent' && kind !== 'conflict') throw problem;
    return `error: ${problem.message}`;
  }
}
