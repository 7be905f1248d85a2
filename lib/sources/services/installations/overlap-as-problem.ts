import { Problem } from '#lib/platform/problems/problem.ts';

/** SQLSTATE of a broken exclusion constraint. */
const exclusionViolation = '23P01';

/** Runs a write; a source that would be at two places at once becomes `state_conflict`. */
export async function overlapAsProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== exclusionViolation) throw error;
    const message =
      'It is installed elsewhere in part of this time. End that installation first, or choose other times.';
    throw new Problem('state_conflict', { detail: message, fields: { fromAt: message }, cause: error });
  }
}

/** Refuses an installation that ends before it begins. Errors: `input_invalid`. */
export function requireOrderedTimes({ fromAt, toAt }: { readonly fromAt: Date; readonly toAt: Date | null }): void {
  if (toAt === null || fromAt < toAt) return;
  const message = 'The end lies before the beginning.';
  throw new Problem('input_invalid', { detail: message, fields: { toAt: message } });
}
