import { z } from 'zod';
import { Aggregate } from './aggregate.ts';
import type { Figure } from './figure.ts';

const countsSchema = z.array(z.tuple([z.number(), z.number()]));
/** A slot with its one number, or with the figure of several. */
const figureSchema = z.union([
  z.tuple([z.number(), z.number()]),
  z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]),
]);

/** One line: what some upload brought to an hour. Members that are empty are left out. */
const lineSchema = z.object({
  /** Points by slot. */
  n: countsSchema.default([]),
  /** Points by name and slot. */
  s: z.record(z.string(), countsSchema).default({}),
  /** Milliseconds by name. */
  d: z.record(z.string(), z.number()).default({}),
  /** Figures by path and slot: [slot, value] or [slot, count, mean, squares, minimum, maximum]. */
  v: z.record(z.string(), z.array(figureSchema)).default({}),
  /** Changes of state: [milliseconds into the hour, state]. */
  c: z.array(z.tuple([z.number(), z.string()])).default([]),
});

/** An aggregate as one line of JSON, for `source_aggregates`. */
export function writeAggregate(aggregate: Aggregate): string {
  const { counts, names, durations, values } = aggregate;
  return JSON.stringify({
    n: [...counts],
    ...(names.size > 0 ? { s: Object.fromEntries([...names].map(([name, slots]) => [name, [...slots]])) } : {}),
    ...(durations.size > 0 ? { d: Object.fromEntries(durations) } : {}),
    ...(values.size > 0 ? { v: Object.fromEntries([...values].map(([path, slots]) => [path, figuresOf(slots)])) } : {}),
    ...(aggregate.changes.length > 0 ? { c: aggregate.sortedChanges() } : {}),
  });
}

function figuresOf(slots: ReadonlyMap<number, Figure>): number[][] {
  return [...slots].map(([slot, { count, mean, squares, minimum, maximum }]) =>
    count === 1 ? [slot, mean] : [slot, count, mean, squares, minimum, maximum],
  );
}

/** The aggregate that lines make together, in whatever order they were written. */
export function readAggregate(lines: string): Aggregate {
  const aggregate = new Aggregate();
  for (const line of lines.split('\n')) addLine(aggregate, lineSchema.parse(JSON.parse(line)));
  return aggregate;
}

function addLine(aggregate: Aggregate, { n, s, d, v, c }: z.infer<typeof lineSchema>): void {
  const own = new Aggregate();
  for (const [slot, count] of n) own.counts.set(slot, count);
  for (const [name, slots] of Object.entries(s)) own.names.set(name, new Map(slots));
  for (const [name, durationMs] of Object.entries(d)) own.durations.set(name, durationMs);
  for (const [path, slots] of Object.entries(v)) own.values.set(path, new Map(slots.map(readFigure)));
  own.changes = c;
  aggregate.merge(own);
}

function readFigure(figure: z.infer<typeof figureSchema>): [number, Figure] {
  if (figure.length === 2) {
    const [slot, value] = figure;
    return [slot, { count: 1, mean: value, squares: 0, minimum: value, maximum: value }];
  }
  const [slot, count, mean, squares, minimum, maximum] = figure;
  return [slot, { count, mean, squares, minimum, maximum }];
}
