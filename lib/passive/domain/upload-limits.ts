/** A body up to this size is kept in the database; a larger one is a blob. */
export const inlineBodyBytes = 256 * 1024;

/** Uncompressed JSON up to this size is parsed at the door; above it, mistakes show in processing. */
export const jsonParsedAtDoorBytes = 8 * 1024 * 1024;

/** Longest short text of an upload we keep (compression, nonce, claimed source, file names), in UTF-16 units. */
export const shortTextLength = 1024;

/** Files one upload may bring. */
export const filesPerUpload = 256;
