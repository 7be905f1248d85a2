/**
 * How far a moment may lie ahead of our clock and still be called "now", ms: the clock is read to half a minute, and the
 * one that stamped the moment may go a little faster. What lies further ahead is said as it is.
 */
const clockSlackMs = 90_000;

/** The "now" to count from, so that what has just happened is never said to happen in some seconds. */
export function notBefore(moment: Date, now: Date): Date {
  const aheadMs = moment.getTime() - now.getTime();
  return aheadMs > 0 && aheadMs <= clockSlackMs ? moment : now;
}
