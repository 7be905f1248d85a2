/**
 * Why something is in quarantine: the closed list. `bundle`: nothing or not everything of the upload could be opened;
 * `point`: one element was not understood. Texts for people are in the catalogue, `passive.reasons.<reason>`.
 */
export const quarantineReasons = {
  body_missing: 'bundle',
  base64_broken: 'bundle',
  nonce_missing: 'bundle',
  key_missing: 'bundle',
  wrong_key: 'bundle',
  compression_unknown: 'bundle',
  gzip_broken: 'bundle',
  gzip_too_large: 'bundle',
  bundle_not_json: 'bundle',
  bundle_not_an_array: 'bundle',
  processing_failed: 'bundle',
  /** The upload was cut off inside its gzip; the complete points before the cut are stored, this is the rest. */
  gzip_truncated: 'point',
  /** The list ends in the middle; as above. */
  list_unfinished: 'point',
  point_not_json: 'point',
  too_deep: 'point',
  not_an_object: 'point',
  metadata_missing: 'point',
  source_missing: 'point',
  source_too_long: 'point',
  generator_missing: 'point',
  type_too_long: 'point',
  timestamp_missing: 'point',
  timestamp_not_a_number: 'point',
  timestamp_out_of_range: 'point',
  /** A plug-in of this installation failed at the point. */
  inspection_failed: 'point',
  /** The database refused the point by itself. */
  not_storable: 'point',
} as const;

export type QuarantineReason = keyof typeof quarantineReasons;

export type BundleReason = {
  [Reason in QuarantineReason]: (typeof quarantineReasons)[Reason] extends 'bundle' ? Reason : never;
}[QuarantineReason];

/** True for a reason of the list. */
export function isQuarantineReason(text: string): text is QuarantineReason {
  return Object.hasOwn(quarantineReasons, text);
}

/** What was not understood: a byte range of a bundle's text, or the bundle as a whole. */
export interface Finding {
  /** Index in the bundle's list; -1: the bundle as a whole. */
  readonly position: number;
  readonly reason: QuarantineReason;
  /** What is wrong with this one, in a sentence without data of people. */
  readonly detail: string;
  /** The text as sent; null for a whole bundle. */
  readonly content: string | null;
  readonly sourceHint: string | null;
  readonly typeHint: string | null;
}

/** Largest text kept with a finding, in characters; the bundle has all of it. */
export const maxFindingCharacters = 8 * 1024 * 1024;
