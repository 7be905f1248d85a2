import { Problem } from '#lib/platform/problems/problem.ts';
import { SourceGoneError } from './store-points.ts';

/**
 * What a failure of a batch says. `down`: nothing works at the moment, wait. `passing`: this attempt went wrong, another
 * may not. `lasting`: something in the batch cannot be stored.
 */
export type FailureKind = 'down' | 'passing' | 'lasting';

/** PostgreSQL error classes and codes (documentation, appendix A), and Node's connection errors. */
const downCodes = /^(?:08|57P0|28|3D|E(?:CONN|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH)|ENOENT$)/;
const passingCodes = /^(?:40|53|55|57014|25P)/;
const downMessages =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|cannot use a pool after/i;

/** Tells what to do after a failure. */
export function judgeFailure(error: unknown): FailureKind {
  if (error instanceof SourceGoneError) return 'passing';
  if (error instanceof Problem) {
    return error.code === 'database_unavailable'
      ? 'down'
      : error.code === 'storage_unavailable'
        ? 'passing'
        : 'lasting';
  }
  const { code, message, constraint } = error as { code?: unknown; message?: unknown; constraint?: unknown };
  if (typeof message === 'string' && downMessages.test(message)) return 'down';
  if (typeof code !== 'string') return 'lasting';
  if (downCodes.test(code)) return 'down';
  // A month got its partition between our looking and our writing: the default partition refuses its points.
  const isPartitionMoved = code === '23514' && constraint === undefined;
  return isPartitionMoved || passingCodes.test(code) ? 'passing' : 'lasting';
}
