import { writeAudit } from '#lib/platform/audit/write-audit.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { conflictsAsProblem } from '../data/conflicts.ts';
import { findUserById, patchUser } from '../data/users.ts';
import { usernameSchema } from '../domain/sign-in-rules.ts';
import { actorOf, installationContext } from './installation-context.ts';

/** What a person is called, for protocols that have user names. */
export interface PersonalRecord {
  readonly legacyId: string;
  /** The name when they have no user name. */
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** The record of the person who asks. Errors: `not_found`. */
export async function getPersonalRecord({ db }: Pick<Runtime, 'db'>, userId: string): Promise<PersonalRecord> {
  const user = await findUserById(db, userId);
  if (!user) throw new Problem('not_found');
  const { legacyId, username, name, email, firstName, lastName } = user;
  return { legacyId: String(legacyId), username: username ?? name, email, firstName, lastName };
}

interface RecordChange {
  readonly username: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
}

/** Changes the names of the person who asks; undefined stays. Errors: `not_found`, `input_invalid`, `already_exists`. */
export async function updatePersonalRecord(
  runtime: Runtime,
  { userId, requestId }: { readonly userId: string; readonly requestId: string },
  change: RecordChange,
): Promise<void> {
  const user = await findUserById(runtime.db, userId);
  if (!user) throw new Problem('not_found');
  const wanted = change.username === (user.username ?? user.name) ? undefined : change.username;
  const username = wanted === undefined ? undefined : usernameSchema.safeParse(wanted);
  if (username?.success === false) {
    throw new Problem('input_invalid', {
      fields: { username: username.error.issues[0]?.message ?? 'Choose another.' },
    });
  }
  const { firstName = user.firstName, lastName = user.lastName } = change;
  const said = { firstName, lastName, ...(username ? { username: username.data } : {}) };
  const message = 'Somebody has this user name already. Choose another.';
  await conflictsAsProblem({ detail: message, fields: { username: message } }, () =>
    runtime.db.transaction(async () => {
      await patchUser(runtime.db, userId, said);
      const ctx = installationContext(runtime, actorOf(user), requestId);
      const subject = { subjectType: 'user', subjectId: userId };
      await writeAudit(ctx, { action: 'user.update', ...subject, detail: said, installationWide: true });
    }),
  );
}
