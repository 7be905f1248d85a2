import { z } from 'zod';
import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Config } from '#lib/platform/config/config.ts';
import type { Context } from '#lib/platform/context.ts';
import { newBoxKeyPair } from '#lib/platform/crypto/box-keys.ts';
import { sealText } from '#lib/platform/crypto/seal.ts';
import { newId, type StudyId } from '#lib/platform/ids.ts';
import { conflictsAsProblem } from '../data/conflicts.ts';
import { insertStudy } from '../data/studies.ts';
import { studyKeySchema, studyNameSchema, type Study } from '../domain/study.ts';
import { takeDefaultIntake } from './take-default-intake.ts';
import { forgetIntakeStudies } from './intake-study.ts';

export const createStudyInputSchema = z.strictObject({
  key: studyKeySchema,
  name: studyNameSchema,
  description: z.string().trim().max(2000).default(''),
  /** Make it the study behind `/data/…`; for administrators of the installation. */
  isDefaultIntake: z.boolean().default(false),
});

export type CreateStudyInput = z.infer<typeof createStudyInputSchema>;

/**
 * Creates a study with the server's own key pair. Throws `already_exists` when the key is taken anywhere in the
 * installation: keys stand in addresses.
 */
export async function createStudy(
  ctx: Context,
  input: CreateStudyInput,
  { secret }: Pick<Config, 'secret'>,
): Promise<Study> {
  requireVerb(ctx, 'studies.manage');
  const pair = newBoxKeyPair();
  const study = await conflictsAsProblem('A study with this key exists already. Choose another key.', () =>
    ctx.db.transaction(async () => {
      if (input.isDefaultIntake) await takeDefaultIntake(ctx);
      const created = await insertStudy(ctx, {
        ...input,
        id: newId<StudyId>(),
        serverKeySealed: sealText(secret, pair.privateKey),
        serverPublicKey: pair.publicKey,
      });
      const { id, key, name, isDefaultIntake } = created;
      const detail = { key, name, isDefaultIntake };
      await writeAudit(ctx, { action: 'study.create', subjectType: 'study', subjectId: id, studyId: id, detail });
      return created;
    }),
  );
  forgetIntakeStudies(ctx.db);
  return study;
}
