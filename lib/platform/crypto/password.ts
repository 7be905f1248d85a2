import { argon2, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

interface Argon2Cost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP's second choice for argon2id (19 MiB, 2 passes): about 60 ms of one core. */
const currentCost: Argon2Cost = { memoryKib: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const tagBytes = 32;

interface ParsedHash {
  readonly cost: Argon2Cost;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

/** Hashes a password with argon2id; the result is a PHC string (`$argon2id$v=19$m=…,t=…,p=…$salt$tag`). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await derive(password, { salt, cost: currentCost, tagLength: tagBytes });
  const { memoryKib, passes, parallelism } = currentCost;
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

export interface PasswordCheck {
  readonly matches: boolean;
  /** True when the hash was made with other costs than today's: hash the proven password again and store it. */
  readonly needsRehash: boolean;
}

/**
 * Compares a password with a PHC string, in the time of one hash whatever the outcome. Hashes that Django made
 * (`pbkdf2_sha256$…`) match too, and are to be made anew. A text that is no hash never matches.
 */
export async function verifyPassword(password: string, phc: string): Promise<PasswordCheck> {
  const django = parseDjangoHash(phc);
  if (django) return verifyDjangoHash(password, django);
  const parsed = parsePhc(phc);
  if (!parsed) {
    await spendHashTime(password);
    return { matches: false, needsRehash: false };
  }
  const { cost, salt, tag } = parsed;
  const derived = await derive(password, { salt, cost, tagLength: tag.length });
  const needsRehash =
    cost.memoryKib !== currentCost.memoryKib ||
    cost.passes !== currentCost.passes ||
    cost.parallelism !== currentCost.parallelism;
  return { matches: timingSafeEqual(derived, tag), needsRehash };
}

/** Takes the time of one verification, so that an unknown address answers no faster than a wrong password. */
export async function spendHashTime(password: string): Promise<void> {
  await derive(password, { salt: Buffer.alloc(saltBytes), cost: currentCost, tagLength: tagBytes });
}

interface DjangoHash {
  readonly iterations: number;
  readonly salt: string;
  readonly tag: Buffer;
}

const longestDjangoIterations = 2_000_000;
const pbkdf2Tag = promisify(pbkdf2);

/** True for a hash of Django's default hasher, in its own words: `pbkdf2_sha256$iterations$salt$tag` (Base64). */
export function isDjangoHash(text: string): boolean {
  return parseDjangoHash(text) !== null;
}

function parseDjangoHash(text: string): DjangoHash | null {
  const match = /^pbkdf2_sha256\$(\d{1,7})\$([^$]{1,128})\$([A-Za-z0-9+/]{43}=)$/.exec(text);
  const [, told = '', salt = '', tag = ''] = match ?? [];
  const iterations = Number(told);
  if (!match || iterations < 1 || iterations > longestDjangoIterations) return null;
  return { iterations, salt, tag: Buffer.from(tag, 'base64') };
}

async function verifyDjangoHash(password: string, { iterations, salt, tag }: DjangoHash): Promise<PasswordCheck> {
  const derived = await pbkdf2Tag(password, salt, iterations, tag.length, 'sha256');
  return { matches: timingSafeEqual(derived, tag), needsRehash: true };
}

function parsePhc(phc: string): ParsedHash | null {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(phc);
  if (!match) return null;
  const [, memoryKib, passes, parallelism, salt = '', tag = ''] = match;
  const cost = { memoryKib: Number(memoryKib), passes: Number(passes), parallelism: Number(parallelism) };
  return { cost, salt: Buffer.from(salt, 'base64'), tag: Buffer.from(tag, 'base64') };
}

interface Derivation {
  readonly salt: Buffer;
  readonly cost: Argon2Cost;
  readonly tagLength: number;
}

function derive(password: string, { salt, cost, tagLength }: Derivation): Promise<Buffer> {
  const parameters = {
    message: Buffer.from(password.normalize('NFC'), 'utf8'),
    nonce: salt,
    memory: cost.memoryKib,
    passes: cost.passes,
    parallelism: cost.parallelism,
    tagLength,
  };
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
