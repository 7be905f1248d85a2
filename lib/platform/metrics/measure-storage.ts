import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { sql } from '../db/sql.ts';

/** Sizes in bytes. Disk: of the file system under the data folder; null where it cannot be told. */
export interface StorageUse {
  readonly databaseBytes: number;
  readonly diskFreeBytes: number | null;
  readonly diskTotalBytes: number | null;
}

/** How much the database holds, and how much room the disk of the data folder has left. */
export async function measureStorage(host: { readonly db: Database; readonly dataDir: string }): Promise<StorageUse> {
  const [row] = await host.db.query(
    z.object({ bytes: z.coerce.number() }),
    sql`SELECT pg_database_size(current_database()) AS bytes`,
  );
  const disk = await statfs(host.dataDir).catch(() => null);
  return {
    databaseBytes: row?.bytes ?? 0,
    diskFreeBytes: disk && disk.bavail * disk.bsize,
    diskTotalBytes: disk && disk.blocks * disk.bsize,
  };
}
