/** Which points to read. Ranges are half-open: from inclusive, to exclusive; null or absent is open. */
export interface PointFilter {
  /** Sources to read; an empty list gives nothing. */
  readonly sourceIds: readonly string[];
  /** Types to read; absent: every type. */
  readonly typeIds?: readonly number[];
  /** The device's time. */
  readonly createdFrom?: Date | null;
  readonly createdTo?: Date | null;
  /** When the server received the bundle. */
  readonly recordedFrom?: Date | null;
  readonly recordedTo?: Date | null;
}
