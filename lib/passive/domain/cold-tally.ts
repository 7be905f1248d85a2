/** What a file of a cold month holds of one source and type; instants are microseconds since 1970 (UTC). */
export interface ColdCount {
  readonly sourceId: string;
  /** Identifier of the type. */
  readonly type: string;
  readonly points: number;
  /** By the device's clock. */
  readonly firstCreatedAtUs: bigint;
  readonly lastCreatedAtUs: bigint;
  readonly firstRecordedAtUs: bigint;
  readonly lastRecordedAtUs: bigint;
}

/** Counts the rows of a file of a cold month as they are written, by source and type. */
export class ColdTally {
  readonly #counts = new Map<string, ColdCount>();

  /** Counts a row, as its columns are called in the file. */
  add(row: Readonly<Record<string, unknown>>): void {
    const [sourceId, type] = [String(row['source_id']), String(row['type'])];
    const createdAtUs = BigInt(String(row['created_at_us']));
    const recordedAtUs = BigInt(String(row['recorded_at_us']));
    const key = JSON.stringify([sourceId, type]);
    const before = this.#counts.get(key);
    this.#counts.set(key, {
      sourceId,
      type,
      points: (before?.points ?? 0) + 1,
      firstCreatedAtUs: before && before.firstCreatedAtUs < createdAtUs ? before.firstCreatedAtUs : createdAtUs,
      lastCreatedAtUs: before && before.lastCreatedAtUs > createdAtUs ? before.lastCreatedAtUs : createdAtUs,
      firstRecordedAtUs: before && before.firstRecordedAtUs < recordedAtUs ? before.firstRecordedAtUs : recordedAtUs,
      lastRecordedAtUs: before && before.lastRecordedAtUs > recordedAtUs ? before.lastRecordedAtUs : recordedAtUs,
    });
  }

  /** What was counted, in the order in which it was first met. */
  get counts(): readonly ColdCount[] {
    return [...this.#counts.values()];
  }
}
