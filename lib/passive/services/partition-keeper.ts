import type { Database } from '#lib/platform/db/database.ts';
import type { Logger } from '#lib/platform/log/log.ts';
import { createPartition, otherPartition, selectPartitions } from '../data/partitions.sql.ts';
import { mayHavePartition, type Month, partitionName } from '../domain/month.ts';

/** After a month's partition could not be made, how long its points go to the default one, ms. */
const retryAfterMs = 60_000;

/** Knows the partitions there are, and makes the one of a month when its first point comes. */
export class PartitionKeeper {
  private known: ReadonlySet<string> | undefined;
  private readonly notBefore = new Map<Month, number>();
  private readonly db: Database;
  private readonly log: Logger;

  constructor(db: Database, log: Logger) {
    this.db = db;
    this.log = log;
  }

  /** The partition that a month's points go to. Makes it when it is missing: call it before points are written. */
  async partitionOf(month: Month): Promise<string> {
    const name = partitionName(month);
    this.known ??= await selectPartitions(this.db);
    if (this.known.has(name)) return name;
    const isDue = performance.now() >= (this.notBefore.get(month) ?? 0);
    if (!isDue || !mayHavePartition(month, new Date())) return otherPartition;
    try {
      await createPartition(this.db, month);
      this.known = await selectPartitions(this.db);
      return name;
    } catch (error) {
      // Somebody reads the default partition for long: its points wait there until the next attempt.
      if ((error as { code?: unknown }).code !== '55P03') throw error;
      this.log.warn({ partition: name }, 'partition not made yet: the default one is being read');
      this.notBefore.set(month, performance.now() + retryAfterMs);
      return otherPartition;
    }
  }

  /** Looks again what partitions there are, the next time. */
  forget(): void {
    this.known = undefined;
  }
}
