/** How long an answer is believed, ms: what the kill switch of a study may take to reach every process. */
const lifeMs = 3000;
/** Made-up study keys fill no memory: at this size everything is forgotten. */
const mostEntries = 2000;

/** Remembers answers for a few seconds; callers that ask for the same thing at once share one look-up. */
export class ShortCache<Value> {
  readonly #entries = new Map<string, { readonly value: Promise<Value>; readonly until: number }>();

  get(key: string, load: () => Promise<Value>): Promise<Value> {
    const now = performance.now();
    const known = this.#entries.get(key);
    if (known && known.until > now) return known.value;
    if (this.#entries.size >= mostEntries) this.#entries.clear();
    const value = load();
    this.#entries.set(key, { value, until: now + lifeMs });
    // A failure is not remembered; whoever asked gets it from `value` itself.
    value.catch(() => this.#entries.delete(key));
    return value;
  }

  clear(): void {
    this.#entries.clear();
  }
}

/** The cache that belongs to an object (a database), made on first use. */
export function cacheOf<Value>(caches: WeakMap<object, ShortCache<Value>>, owner: object): ShortCache<Value> {
  const known = caches.get(owner);
  if (known) return known;
  const made = new ShortCache<Value>();
  caches.set(owner, made);
  return made;
}
