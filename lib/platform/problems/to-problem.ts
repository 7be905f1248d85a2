import { Problem } from './problem.ts';

/**
 * The database's SQLSTATE classes 08 (connection), 53 (no room, no memory, too many clients) and 57P (it ends or starts),
 * and Prisma's P10 (it cannot be reached): it may answer again by itself.
 */
const passingStates = /^(08...|53...|57P..|P10..)$/;
const networkCodes = /^(ECONN[A-Z]+|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)$/;

/** Turns anything thrown into a Problem: what we threw on purpose stays, a lost database is named, the rest is `internal`. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(isDatabaseAway(error) ? 'database_unavailable' : 'internal', { cause: error });
}

function isDatabaseAway(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown };
  if (typeof code !== 'string') return isCutConnection(error);
  // The socket file of an embedded database that is not there.
  return passingStates.test(code) || networkCodes.test(code) || (code === 'ENOENT' && syscall === 'connect');
}

/** The driver gives these no code. */
function isCutConnection(error: unknown): boolean {
  return error instanceof Error && /^Connection terminated|timeout exceeded when trying to connect/.test(error.message);
}
