import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '#lib/platform/db/database.ts';
import { packMonths } from '#lib/platform/db/pack-months.ts';
import { sql } from '#lib/platform/db/sql.ts';
import { createLogger } from '#lib/platform/log/log.ts';

/** On a platform whose sensors measured in October 2026. */
export function describePackedMonths(db: () => Database): void {
  const log = createLogger({ process: 'command', level: 'silent' });
  describe('man-13 months that are over', () => {
    const month = 'observations_2026_10';
    const stateSchema = z.object({ file: z.string(), rows: z.coerce.number(), indexes: z.coerce.number() });
    const look = async () => {
      const [state] = await db().query(
        stateSchema,
        sql`SELECT pg_relation_filenode(${`${month}_pkey`}::regclass)::text AS file,
          (SELECT count(*) FROM observations_2026_10) AS rows,
          (SELECT count(*) FROM pg_index WHERE indrelid = ${month}::regclass) AS indexes`,
      );
      return state;
    };
    const pack = () =>
      packMonths({ db: db(), log }, { table: 'observations' }, { worthBytes: 0, now: new Date('2026-11-29') });

    it('man-13 are packed once by a server, whatever an attempt before left behind, and keep every value', async () => {
      const before = await look();
      if (db().kind === 'embedded') {
        expect(await pack()).toEqual([]);
        expect(await look()).toEqual(before);
        return;
      }
      // What a packing that was killed leaves: an index that is not valid.
      const cut = db().execute(
        sql`CREATE UNIQUE INDEX CONCURRENTLY observations_2026_10_pkey_ccnew ON observations_2026_10 (quality)`,
      );
      await expect(cut).rejects.toThrow();
      expect((await look())?.indexes).toBe((before?.indexes ?? 0) + 1);
      const packed = await pack();
      expect(packed).toContain(month);
      expect(packed).not.toContain('observations_2026_11');
      const after = await look();
      expect(after).toEqual({ ...before, file: expect.not.stringMatching(`^${before?.file ?? ''}$`) as string });
      expect(await pack()).toEqual([]);
    });
  });
}
