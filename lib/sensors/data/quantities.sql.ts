import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { textList } from '#lib/platform/db/text-list.ts';
import { knownQuantities } from '../domain/quantities.ts';

const rowSchema = z.object({
  id: z.number(),
  key: z.string(),
  unit: z.string(),
  min: z.number().nullable(),
  max: z.number().nullable(),
});
export type QuantityRow = z.infer<typeof rowSchema>;

/** Every quantity there is; those that the decoders know are added when they are missing. */
export async function readQuantities(db: Database): Promise<QuantityRow[]> {
  const rows = await selectQuantities(db);
  if (knownQuantities.every(({ key }) => rows.some((row) => row.key === key))) return rows;
  await db.execute(sql`
    INSERT INTO quantities (key, unit, min_value, max_value)
    SELECT * FROM unnest(${knownQuantities.map(({ key }) => key)}::text[], ${knownQuantities.map(({ unit }) => unit)}::text[],
      ${textList(knownQuantities.map(({ min }) => min), 'float8')}, ${textList(knownQuantities.map(({ max }) => max), 'float8')})
    ON CONFLICT (key) DO NOTHING`);
  return selectQuantities(db);
}

function selectQuantities(db: Database): Promise<QuantityRow[]> {
  return db.query(rowSchema, sql`SELECT id, key, unit, min_value AS min, max_value AS max FROM quantities ORDER BY id`);
}
