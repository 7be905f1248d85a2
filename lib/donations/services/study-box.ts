import { hkdfSync } from 'node:crypto';
import { getStudyBoxKeys } from '#lib/accounts/index.ts';
import type { Context } from '#lib/platform/context.ts';
import {
  createBoxSealer,
  createSealedBoxOpener,
  type BoxSealer,
  type SealedBoxOpener,
} from '#lib/platform/crypto/sealed-box.ts';
import { Problem } from '#lib/platform/problems/problem.ts';

/** Seals for a study, and opens what was sealed for it. */
export interface StudyBox extends BoxSealer {
  /** Base64. */
  readonly publicKey: string;
  readonly open: SealedBoxOpener;
}

interface BoxOf {
  readonly studyId: string;
  /** CAIRN_SECRET: opens the study's private key. */
  readonly secret: string;
}

/** The box of a study. Throws `state_conflict` when the study has no pair of keys. */
export async function openStudyBox(
  { db, organizationId }: Pick<Context, 'db' | 'organizationId'>,
  { studyId, secret }: BoxOf,
): Promise<StudyBox> {
  const keys = await getStudyBoxKeys({ db, secret }, { organizationId, studyId });
  if (!keys) {
    throw new Problem('state_conflict', {
      detail: 'This study has no key for which archives could be sealed. Give it one in its settings.',
    });
  }
  const seed = Buffer.from(hkdfSync('sha256', keys.privateKey, '', 'cairn donated texts', 32));
  const sealer = await createBoxSealer(keys.publicKey, seed);
  return {
    ...sealer,
    publicKey: Buffer.from(keys.publicKey).toString('base64'),
    open: await createSealedBoxOpener(keys),
  };
}
