/** What one import may be; larger files are to be split, as the refusal says. */
export const importLimits = {
  /** Of a text file, in bytes: its text is held while it is read. */
  textBytes: 256 * 1024 * 1024,
  /** Rows or features. */
  rows: 1_000_000,
  /** Shapes of a file together, in bytes of WKB: they are held until they are written. */
  shapeBytes: 512 * 1024 * 1024,
} as const;
