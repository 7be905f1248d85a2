/** Single queries that go before a transaction that waits. */
export const singlesBeforeTransaction = 10;

/** Something a client wants done as a whole. */
export interface Turn<Client> {
  readonly client: Client;
  /** It begins a transaction: from then on everybody else waits for its end. */
  readonly opensTransaction: boolean;
}

/**
 * Who is next in the embedded database's one session. A page asks many short queries, each after the answer to the last:
 * if every one of them stood behind all the transactions of intake, processing and jobs that wait, a sign-in would take as
 * long as dozens of bulk writes. So single queries go first, up to {@link singlesBeforeTransaction} while a transaction
 * waits; among themselves both keep the order in which they came, and so does all that one client sends.
 */
export class Turns<Client, Unit extends Turn<Client>> {
  private waiting: Unit[] = [];
  private singles = 0;

  add(unit: Unit): void {
    this.waiting.push(unit);
  }

  /** Takes out the next unit of this client, who has a transaction open; undefined when it has sent none. */
  takeOf(client: Client): Unit | undefined {
    return this.takeAt(this.waiting.findIndex((unit) => unit.client === client));
  }

  /** Takes out the next unit of all; undefined when nobody waits. */
  take(): Unit | undefined {
    const heads = this.heads();
    const opener = heads.find((index) => this.waiting[index]?.opensTransaction) ?? -1;
    const single = heads.find((index) => !this.waiting[index]?.opensTransaction) ?? -1;
    const isSinglesTurn = single >= 0 && (opener < 0 || this.singles < singlesBeforeTransaction);
    this.singles = isSinglesTurn && opener >= 0 ? this.singles + 1 : 0;
    return this.takeAt(isSinglesTurn ? single : opener);
  }

  /** Drops what a client had waiting. */
  forget(client: Client): void {
    this.waiting = this.waiting.filter((unit) => unit.client !== client);
  }

  clear(): void {
    this.waiting = [];
  }

  /** Places of the first unit of each client. */
  private heads(): number[] {
    const seen = new Set<Client>();
    return this.waiting.flatMap(({ client }, index) => {
      if (seen.has(client)) return [];
      seen.add(client);
      return [index];
    });
  }

  private takeAt(index: number): Unit | undefined {
    return index < 0 ? undefined : this.waiting.splice(index, 1)[0];
  }
}
