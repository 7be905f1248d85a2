import type { Context } from '#lib/platform/context.ts';
import { newBoxKeyPair } from '#lib/platform/crypto/box-keys.ts';
import type { Study } from '../domain/study.ts';
import { changeStudyKeys } from './change-study-keys.ts';

export interface FleetKeys {
  readonly study: Study;
  /** Base64; goes into the settings of every device. Shown this once, kept nowhere. */
  readonly devicePrivateKey: string;
}

/** Makes a new pair for the devices of a study. Devices with the old one can no longer be understood. */
export async function createFleetKeys(ctx: Context, studyId: string): Promise<FleetKeys> {
  const pair = newBoxKeyPair();
  const change = { clientPublicKey: pair.publicKey };
  const study = await changeStudyKeys(ctx, studyId, { action: 'study.fleet-keys', change });
  return { study, devicePrivateKey: pair.privateKey };
}
