/** Something made, and how much room it takes. */
export interface Sized<Value> {
  readonly value: Value;
  readonly size: number;
}

/**
 * Keeps what was used last, up to a size in all; callers that ask for the same thing at once share one making. For things
 * whose key says all that they are made of: nothing grows old here.
 */
export class SizedCache<Value> {
  readonly #made = new Map<string, Sized<Value>>();
  readonly #making = new Map<string, Promise<Value>>();
  readonly #room: number;
  #size = 0;

  /** `room`: the most that everything kept may take together, in the unit of the sizes. */
  constructor(room: number) {
    this.#room = room;
  }

  async get(key: string, make: () => Promise<Sized<Value>>): Promise<Value> {
    const known = this.#made.get(key);
    if (known) {
      // Used last: to the end of the line.
      this.#made.delete(key);
      this.#made.set(key, known);
      return known.value;
    }
    const begun = this.#making.get(key) ?? this.#make(key, make);
    return begun;
  }

  #make(key: string, make: () => Promise<Sized<Value>>): Promise<Value> {
    const making = make()
      .then((made) => {
        this.#keep(key, made);
        return made.value;
      })
      .finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  #keep(key: string, made: Sized<Value>): void {
    this.#made.set(key, made);
    this.#size += made.size;
    for (const [oldest, { size }] of this.#made) {
      if (this.#size <= this.#room) return;
      this.#made.delete(oldest);
      this.#size -= size;
    }
  }
}
