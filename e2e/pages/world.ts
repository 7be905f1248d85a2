import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the platform of the page tests leaves what the tests need to know of it. */
export const worldFile = join(import.meta.dirname, '../../node_modules/.cache/cairn/pages-world.json');

export interface SignedIn {
  readonly email: string;
  /** Name and value of the session cookie. */
  readonly cookie: readonly [name: string, value: string];
}

export interface World {
  readonly password: string;
  /** By role; further ones by the word they were made for. */
  readonly people: Readonly<Record<string, SignedIn>>;
  readonly studyKey: string;
}

/** What the running platform holds. */
export function readWorld(): World {
  return JSON.parse(readFileSync(worldFile, 'utf8')) as World;
}
