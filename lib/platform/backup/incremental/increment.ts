import { z } from 'zod';

// What an incremental backup keeps at its destination: sealed pieces named after what is in them, and for each run an index
// that names its pieces. A piece that is there already is not sent again.

/** A sealed piece: some rows of a table, or some bytes of a file. */
export const pieceSchema = z.object({
  /** Name of the piece, 40 hex digits. */
  name: z.string().regex(/^[0-9a-f]{40}$/),
  /** Rows, or bytes of a file. */
  count: z.number(),
});
export type Piece = z.infer<typeof pieceSchema>;

/** Rows of a table that came in on one UTC day; `day` null: all of the table. */
export const windowSchema = z.object({
  table: z.string(),
  day: z.string().nullable(),
  rows: z.number(),
  /** Sum of a hash of each row: the same rows, in whatever order, have the same one. */
  digest: z.string(),
  pieces: z.array(pieceSchema),
});
export type Window = z.infer<typeof windowSchema>;

const fileSchema = z.object({ key: z.string(), sizeBytes: z.number(), pieces: z.array(pieceSchema) });
export type BackedUpFile = z.infer<typeof fileSchema>;

/** One run: everything that is needed to have the installation as it was. */
export const indexSchema = z.object({
  format: z.literal('cairn-increment-1'),
  writtenAt: z.string(),
  migrations: z.array(z.string()),
  partitions: z.array(z.object({ name: z.string(), parent: z.string(), bound: z.string() })),
  /** The installation's secret: what is sealed in the rows opens with it alone. */
  secret: z.string(),
  windows: z.array(windowSchema),
  files: z.array(fileSchema),
  /** Files that rows name and that were not in the store. */
  missingFiles: z.number(),
});
export type IncrementIndex = z.infer<typeof indexSchema>;

/** What a run came to. */
export interface IncrementReport {
  readonly rows: number;
  readonly files: number;
  readonly missingFiles: number;
  /** Pieces that were sent, and their bytes; the others were there. */
  readonly sentPieces: number;
  readonly sentBytes: number;
  readonly keptPieces: number;
  /** Pieces that no index names any more, removed. */
  readonly removedPieces: number;
}

/** Indexes kept at a destination, newest first: what was erased is gone from it after as many runs. */
export const keptIndexes = 7;

/** Tables of which most rows never change once they are there, and when each row came. */
export const windowedTables: Readonly<Record<string, string>> = {
  data_points: 'recorded_at',
  observations: 'received_at',
  bundles: 'received_at',
};

export const indexFolder = 'index';
export const pieceFolder = 'pieces';

/** Every piece that an index names. */
export function piecesOf({ windows, files }: Pick<IncrementIndex, 'windows' | 'files'>): Piece[] {
  return [...windows, ...files].flatMap(({ pieces }) => pieces);
}
