import type { ProblemKind } from '../problems/catalogue.ts';

/** HTTP status of each kind of problem (RFC 9110), for protocols that have no ideas of their own. */
export const statusOfKind = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  absent: 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  fault: 500,
  unavailable: 503,
} as const satisfies Record<ProblemKind, number>;
