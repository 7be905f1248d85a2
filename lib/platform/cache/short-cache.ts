/** Made-up study keys fill no memory: at this size everything is forgotten. */
const mostEntries = 2000;

/** Remembers answers for a short time; callers that ask for the same thing at once share one look-up. */
export class ShortCache<Value> {
  readonly #entries = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();
  readonly #lifeMs: number;

  /** `lifeMs`: how long an answer is believed. */
  constructor(lifeMs: number) {
    this.#lifeMs = lifeMs;
  }

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const now = performance.now();
    const known = this.#entries.get(key);
    if (known && known.until > now) return known.value;
    if (this.#entries.size >= mostEntries) this.#entries.clear();
    const value = load();
    this.#entries.set(key, { value, until: now + this.#lifeMs });
    // A failure is not remembered; whoever asked gets it from `value` itself.
    value.catch(() => this.#entries.delete(key));
    return value;
  }

  /** The next who asks looks again. */
  forget(key: string): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}

/** Caches that belong to objects (databases), each made on first use. */
export class ShortCaches<Value> {
  readonly #caches = new WeakMap<object, ShortCache<Value>>();
  readonly #lifeMs: number;

  /** `lifeMs`: how long an answer is believed. */
  constructor(lifeMs: number) {
    this.#lifeMs = lifeMs;
  }

  of(owner: object): ShortCache<Value> {
    const known = this.#caches.get(owner);
    if (known) return known;
    const made = new ShortCache<Value>(this.#lifeMs);
    this.#caches.set(owner, made);
    return made;
  }
}
