import { join } from 'node:path';

// Next's bundle of our modules has no directory of its own; every process of the platform starts in the root.
const ownDir = (import.meta as { readonly dirname?: string }).dirname;

/** The folder of package.json, absolute. */
export const rootDir = ownDir === undefined ? process.cwd() : join(ownDir, '../../..');
