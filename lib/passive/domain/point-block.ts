/** Rows a block holds at most. */
export const maxRowsPerBlock = 4096;

/**
 * Some points side by side, column by column, for readers of millions: no object per row, and texts stay the bytes that
 * the database sent. A block is used again for the next rows: take what you need before asking for more.
 */
export class PointBlock {
  count = 0;
  /** What the offsets below point into; UTF-8. */
  bytes: Buffer = Buffer.alloc(0);
  /** Index in the list of sources that was asked for. */
  readonly source = new Int32Array(maxRowsPerBlock);
  /** Microseconds since 1970 (UTC). */
  readonly createdAtUs = new Float64Array(maxRowsPerBlock);
  readonly recordedAtUs = new Float64Array(maxRowsPerBlock);
  /** JSON object text of the point without its metadata. */
  readonly propertiesStart = new Int32Array(maxRowsPerBlock);
  readonly propertiesEnd = new Int32Array(maxRowsPerBlock);

  // The columns below are filled only when whole points are asked for.
  readonly envelopeId = new Int32Array(maxRowsPerBlock);
  /** WGS 84; NaN where the point has no position. */
  readonly lon = new Float64Array(maxRowsPerBlock);
  readonly lat = new Float64Array(maxRowsPerBlock);
  /** JSON object text of metadata members of this point alone; -1: none. */
  readonly extrasStart = new Int32Array(maxRowsPerBlock);
  readonly extrasEnd = new Int32Array(maxRowsPerBlock);
}
