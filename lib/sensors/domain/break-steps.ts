import type { NodeSeries } from './series.ts';

type Step = NodeSeries['series'][number]['steps'][number];

/** A point of a chart: values by name, null where the line breaks. */
interface ChartPoint {
  readonly atMs: number;
  readonly values: Readonly<Record<'mean' | 'min' | 'max', number | null>>;
}

/** Nodes send in their own rhythm: the line breaks where several of their usual distances are missing. */
const missingDistances = 4;

/** Steps as points of a chart, with a break where the node was silent for long; `stepMs` is what one step covers. */
export function breakSteps(steps: readonly Step[], stepMs: number): ChartPoint[] {
  const gapMs = usualGapMs(steps, stepMs) * missingDistances;
  return steps.flatMap(({ at, mean, min, max }, index) => {
    const atMs = at.getTime();
    const beforeMs = steps[index - 1]?.at.getTime();
    const point = { atMs, values: { mean, min, max } };
    const isBroken = beforeMs !== undefined && atMs - beforeMs > gapMs;
    return isBroken ? [{ atMs: beforeMs + stepMs, values: { mean: null, min: null, max: null } }, point] : [point];
  });
}

/** The median distance between neighbours, at least a step. */
function usualGapMs(steps: readonly Step[], stepMs: number): number {
  const gaps = steps.slice(1).map(({ at }, index) => at.getTime() - (steps[index]?.at.getTime() ?? 0));
  return Math.max(stepMs, gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? stepMs);
}
