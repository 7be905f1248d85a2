import { z } from 'zod';

/** An entity as it is read: its id, what it holds by name, and what was expanded by name of the navigation. */
export interface ThingRow {
  readonly id: string;
  /** When an observation begins, ISO 8601 with microseconds, UTC; null for other sets. */
  readonly fromAt: string | null;
  /** An observation is of a MultiDatastream; null for other sets. */
  readonly isMulti: boolean | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly expanded: Readonly<Record<string, ThingRow | ThingRows | null>>;
}

/** A page of a set. `hasMore`: another page follows. */
export interface ThingRows {
  readonly rows: readonly ThingRow[];
  readonly hasMore: boolean;
  /** Null: not asked. */
  readonly count: number | null;
}

export const thingRowSchema: z.ZodType<ThingRow> = z.lazy(() =>
  z.object({
    id: z.string(),
    fromAt: z.string().nullable(),
    isMulti: z.boolean().nullable(),
    values: z.record(z.string(), z.unknown()),
    expanded: z.record(z.string(), z.union([thingRowsSchema, thingRowSchema, z.null()])),
  }),
);

const thingRowsSchema: z.ZodType<ThingRows> = z.lazy(() =>
  z.object({ rows: z.array(thingRowSchema), hasMore: z.boolean(), count: z.number().nullable() }),
);
