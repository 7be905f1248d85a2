import { hourOf } from './hour.ts';

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
  /** Points in each hour of the device's clock that has some; hours since 1970 (UTC). */
  readonly hours: ReadonlyMap<number, number>;
}

/** Columns of a file of a cold month that its counts are made of. */
export const countedColumns = ['source_id', 'type', 'created_at_us', 'recorded_at_us'] as const;

/** Counts the rows of a file of a cold month as they are written, by source and type. */
export class ColdTally {
  readonly #counts = new Map<string, Counting>();

  /** Counts a row, as its columns are called in the file. */
  add(row: Readonly<Record<string, unknown>>): void {
    const [sourceId, type] = [String(row['source_id']), String(row['type'])];
    const createdAtUs = BigInt(String(row['created_at_us']));
    const recordedAtUs = BigInt(String(row['recorded_at_us']));
    const key = JSON.stringify([sourceId, type]);
    const before = this.#counts.get(key) ?? begun({ sourceId, type, createdAtUs, recordedAtUs });
    before.points += 1;
    before.firstCreatedAtUs = lesser(before.firstCreatedAtUs, createdAtUs);
    before.lastCreatedAtUs = greater(before.lastCreatedAtUs, createdAtUs);
    before.firstRecordedAtUs = lesser(before.firstRecordedAtUs, recordedAtUs);
    before.lastRecordedAtUs = greater(before.lastRecordedAtUs, recordedAtUs);
    const hour = hourOf(Number(createdAtUs));
    before.hours.set(hour, (before.hours.get(hour) ?? 0) + 1);
    this.#counts.set(key, before);
  }

  /** What was counted, in the order in which it was first met. */
  get counts(): readonly ColdCount[] {
    return [...this.#counts.values()];
  }
}

interface Counting extends ColdCount {
  points: number;
  firstCreatedAtUs: bigint;
  lastCreatedAtUs: bigint;
  firstRecordedAtUs: bigint;
  lastRecordedAtUs: bigint;
  readonly hours: Map<number, number>;
}

interface FirstRow extends Pick<ColdCount, 'sourceId' | 'type'> {
  readonly createdAtUs: bigint;
  readonly recordedAtUs: bigint;
}

function begun({ sourceId, type, createdAtUs, recordedAtUs }: FirstRow): Counting {
  return {
    sourceId,
    type,
    points: 0,
    firstCreatedAtUs: createdAtUs,
    lastCreatedAtUs: createdAtUs,
    firstRecordedAtUs: recordedAtUs,
    lastRecordedAtUs: recordedAtUs,
    hours: new Map(),
  };
}

const lesser = (a: bigint, b: bigint) => (a < b ? a : b);
const greater = (a: bigint, b: bigint) => (a > b ? a : b);
