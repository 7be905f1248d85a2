const keyPattern = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

/** Longest key; S3 allows 1,024 bytes, file systems less per member. */
const maxKeyLength = 512;

/** Guards that a key is of our making: plain words between slashes, none beginning with a dot. Throws TypeError. */
export function requireBlobKey(key: string): string {
  if (key.length > maxKeyLength || !keyPattern.test(key)) throw new TypeError('not a blob key');
  return key;
}
