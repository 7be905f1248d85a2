import { openText } from '#lib/platform/crypto/seal.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findStudyKeysRow } from '../data/studies.ts';
import { ShortCaches } from '#lib/platform/cache/short-cache.ts';

/** The keys that open what devices of a study encrypted (NaCl box, raw 32-byte Curve25519 keys). */
export interface StudyKeys {
  /** Private. Never log, never send. */
  readonly serverPrivateKey: Uint8Array;
  /** The fleet's public key. */
  readonly clientPublicKey: Uint8Array;
}

export interface StudyPlace {
  readonly organizationId: string;
  readonly studyId: string;
}

/** What a change of keys may take to reach every process, ms. */
const believedMs = 3000;
const caches = new ShortCaches<StudyKeys | null>(believedMs);

/** The keys of a study; null when it has no pair, or the fleet's key is not set yet. Remembered for a few seconds. */
export function getStudyKeys(
  runtime: Pick<Runtime, 'db'> & { readonly config: Pick<Runtime['config'], 'secret'> },
  place: StudyPlace,
): Promise<StudyKeys | null> {
  return caches.of(runtime.db).get(`${place.organizationId}/${place.studyId}`, async () => {
    const keys = await findStudyKeysRow(runtime.db, place);
    if (!keys || keys.serverKeySealed === null || keys.clientPublicKey === null) return null;
    return {
      serverPrivateKey: Buffer.from(openText(runtime.config.secret, keys.serverKeySealed), 'base64'),
      clientPublicKey: Buffer.from(keys.clientPublicKey, 'base64'),
    };
  });
}

/** Forgets what this process remembers, after a change of a study's keys. */
export function forgetStudyKeys(db: Runtime['db']): void {
  caches.of(db).clear();
}
