import { performance } from 'node:perf_hooks';

/** Times of one kind of request in milliseconds, after warm-ups. */
export async function timesOf(
  count: number,
  act: (turn: number) => Promise<unknown>,
  warmUps = 3,
): Promise<readonly number[]> {
  for (let turn = 0; turn < warmUps; turn += 1) await act(turn);
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const startedAt = performance.now();
    await act(turn + warmUps);
    times.push(performance.now() - startedAt);
  }
  return times.sort((a, b) => a - b);
}

/** The value that a share of sorted times stays under. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** A row of a table in Markdown: median, p95 and slowest. */
export function printTimes(what: string, sorted: readonly number[]): void {
  const cells = [percentile(sorted, 0.5), percentile(sorted, 0.95), sorted.at(-1) ?? Number.NaN];
  process.stdout.write(`| ${what} | ${cells.map((ms) => ms.toFixed(1)).join(' | ')} |\n`);
}

/** Seconds that a piece of work takes. */
export async function secondsOf(act: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await act();
  return (performance.now() - startedAt) / 1000;
}
