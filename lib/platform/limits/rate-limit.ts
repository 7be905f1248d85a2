import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Database } from '../db/database.ts';
import { Problem } from '../problems/problem.ts';

export interface RateLimit {
  /** What is limited ("sign-in"); part of the key. */
  readonly name: string;
  /** Whose limit it is: an address, an account, a token's id. */
  readonly key: string;
  /** How many are allowed… */
  readonly points: number;
  /** …in how many seconds. */
  readonly perSeconds: number;
}

interface LimiterHost {
  readonly db: Database;
}

const limiters = new WeakMap<Database, Map<string, RateLimiterPostgres>>();

/**
 * Takes one of the allowed points, shared by all processes through the database; while that does not answer, each
 * process counts for itself. Throws `rate_limited` with the seconds to wait.
 */
export async function takeToken(host: LimiterHost, limit: RateLimit): Promise<void> {
  try {
    await limiterFor(host.db, limit).consume(limit.key.slice(0, 200));
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) throw reason;
    const waitS = Math.ceil(reason.msBeforeNext / 1000);
    throw new Problem('rate_limited', {
      detail: `Too many requests. Try again in ${String(waitS)} seconds.`,
      fields: { retryAfterSeconds: String(waitS) },
    });
  }
}

function limiterFor(db: Database, { name, points, perSeconds }: RateLimit): RateLimiterPostgres {
  const ofDatabase = limiters.get(db) ?? new Map<string, RateLimiterPostgres>();
  limiters.set(db, ofDatabase);
  const id = `${name}:${String(points)}:${String(perSeconds)}`;
  const known = ofDatabase.get(id);
  if (known) return known;
  const rule = { keyPrefix: name, points, duration: perSeconds };
  const made = new RateLimiterPostgres({
    ...rule,
    storeClient: plainQueries(db),
    storeType: 'client',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: true,
    insuranceLimiter: new RateLimiterMemory(rule),
  });
  ofDatabase.set(id, made);
  return made;
}

/** Drops the names of prepared statements: the embedded database shares one session among its clients. */
function plainQueries(db: Database) {
  return { query: ({ text, values }: { text: string; values: unknown[] }): unknown => db.pool.query(text, values) };
}
