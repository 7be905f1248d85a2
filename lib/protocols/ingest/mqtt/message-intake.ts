/** Most that waits in memory for the database; the broker is slowed down then. */
const maxWaiting = 1000;
/** Most that one statement keeps. */
const maxTogether = 500;

/**
 * Keeps messages in the order in which they come; those that come while a statement runs share the next one. `add`
 * resolves when the message is kept. Cost: one commit for all that waits.
 */
export class MessageIntake<Message> {
  readonly #keep: (messages: readonly Message[]) => Promise<void>;
  #waiting: { readonly message: Message; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] =
    [];
  #isKeeping = false;

  constructor(keep: (messages: readonly Message[]) => Promise<void>) {
    this.#keep = keep;
  }

  get isFull(): boolean {
    return this.#waiting.length >= maxWaiting;
  }

  add(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ message, resolve, reject });
      if (!this.#isKeeping) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isKeeping = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, maxTogether);
      this.#waiting = this.#waiting.slice(batch.length);
      try {
        await this.#keep(batch.map(({ message }) => message));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.#isKeeping = false;
  }
}
