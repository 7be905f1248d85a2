import { z } from 'zod';

/** First member of a backup: what is in it and what it fits. */
export const manifestSchema = z.object({
  format: z.literal('cairn-backup-1'),
  writtenAt: z.string(),
  /** Migrations of the database it was taken from. */
  migrations: z.array(z.string()),
  partitions: z.array(z.object({ name: z.string(), parent: z.string(), bound: z.string() })),
  /** The installation's secret: what is sealed in the rows opens with it alone. */
  secret: z.string(),
});

export type Manifest = z.output<typeof manifestSchema>;

export const manifestName = 'manifest.json';
/** Last member; a backup without it was cut off. */
export const endName = 'end.json';

/** Last member: how much there is, to compare with what was read. */
export const endSchema = z.object({ rows: z.number(), blobs: z.number(), missingBlobs: z.number() });

export type BackupTotals = z.output<typeof endSchema>;
