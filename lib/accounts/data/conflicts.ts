import { Problem, type ProblemOptions } from '#lib/platform/problems/problem.ts';

/** Runs a write; a broken unique constraint (SQLSTATE 23505, Prisma P2002) becomes `already_exists` with this sentence. */
export async function conflictsAsProblem<T>(told: string | ProblemOptions, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as { code?: unknown } | null)?.code;
    const options = typeof told === 'string' ? { detail: told } : told;
    if (code === 'P2002' || code === '23505') throw new Problem('already_exists', { ...options, cause: error });
    throw error;
  }
}
