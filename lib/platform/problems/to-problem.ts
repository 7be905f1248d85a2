import { Problem } from './problem.ts';

const connectionErrorCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '53300',
  'P1001',
  'P1017',
]);

/** Turns anything thrown into a Problem: what we threw on purpose stays, a lost database is named, the rest is `internal`. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const code = (error as { code?: unknown } | null)?.code;
  if ((typeof code === 'string' && connectionErrorCodes.has(code)) || isCutConnection(error)) {
    return new Problem('database_unavailable', { cause: error });
  }
  return new Problem('internal', { cause: error });
}

/** The driver gives these no code. */
function isCutConnection(error: unknown): boolean {
  return error instanceof Error && /^Connection terminated|timeout exceeded when trying to connect/.test(error.message);
}
