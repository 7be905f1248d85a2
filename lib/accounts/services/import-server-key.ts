import { z } from 'zod';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { boxPublicKeyOf } from '#lib/platform/crypto/box-keys.ts';
import { sealText } from '#lib/platform/crypto/seal.ts';
import { curve25519KeySchema, type Study } from '../domain/study.ts';
import { changeStudyKeys } from './change-study-keys.ts';

export const importServerKeyInputSchema = z.strictObject({
  studyId: z.uuid(),
  /** Base64; `PDK_SERVER_KEY` of the server a study moves over from. */
  privateKey: curve25519KeySchema,
});

export type ImportServerKeyInput = z.infer<typeof importServerKeyInputSchema>;

/** Takes over the private key of the server a study comes from, so that its devices need no new settings. */
export function importServerKey(
  ctx: Context,
  { studyId, privateKey }: ImportServerKeyInput,
  { secret }: Pick<Config, 'secret'>,
): Promise<Study> {
  const change = { serverKeySealed: sealText(secret, privateKey), serverPublicKey: boxPublicKeyOf(privateKey) };
  return changeStudyKeys(ctx, studyId, { action: 'study.server-key', change });
}
