/** Addresses remembered at once; beyond that all are forgotten, and a flood of addresses gains nothing lasting. */
const mostAddresses = 100_000;

/**
 * How many uploads one address may send in a minute. Counted in this process: a count shared through the database would
 * cost each upload as much as the upload itself.
 */
export class IntakeLimit {
  readonly #perMinute: number;
  readonly #counts = new Map<string, number>();
  #minute = 0;

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  /** Null: go on; otherwise the seconds to wait. */
  take(address: string, now: number = Date.now()): number | null {
    const minute = Math.floor(now / 60_000);
    if (minute !== this.#minute || this.#counts.size > mostAddresses) this.#counts.clear();
    this.#minute = minute;
    const count = (this.#counts.get(address) ?? 0) + 1;
    this.#counts.set(address, count);
    return count <= this.#perMinute ? null : Math.ceil(60 - (now % 60_000) / 1000);
  }
}
