import { openText } from '#lib/platform/crypto/seal.ts';
import type { Database } from '#lib/platform/db/database.ts';
import { findStudyKeysRow } from '../data/studies.ts';
import type { StudyPlace } from './get-study-keys.ts';

/** The server's own pair of a study, raw 32-byte Curve25519 keys. */
export interface StudyBoxKeys {
  readonly publicKey: Uint8Array;
  /** Never log, never send. */
  readonly privateKey: Uint8Array;
}

export interface KeyHost {
  readonly db: Database;
  /** CAIRN_SECRET. */
  readonly secret: string;
}

/** The pair for which a study's donated archives are sealed; null when the study has none. */
export async function getStudyBoxKeys({ db, secret }: KeyHost, place: StudyPlace): Promise<StudyBoxKeys | null> {
  const keys = await findStudyKeysRow(db, place);
  if (!keys || keys.serverKeySealed === null || keys.serverPublicKey === null) return null;
  return {
    publicKey: Buffer.from(keys.serverPublicKey, 'base64'),
    privateKey: Buffer.from(openText(secret, keys.serverKeySealed), 'base64'),
  };
}
