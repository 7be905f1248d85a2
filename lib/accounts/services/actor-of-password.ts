import { createHmac, randomBytes } from 'node:crypto';
import { ShortCaches } from '#lib/platform/cache/short-cache.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';
import { findUserBySignInName, type StoredUser } from '../data/users.ts';
import { actorOfPerson, type PersonInOrganization } from './actor-of-person.ts';
import { provePerson, type ShownPassword } from './sign-in.ts';

/** How long a password that was right is believed without working out its hash again, ms. */
const believedMs = 60_000;
/** Of this process alone: what is remembered says nothing about passwords. */
const proofKey = randomBytes(32);

/** What a proof was about: when any of it changes, the password is asked for again. */
interface Proof {
  readonly userId: string;
  readonly passwordHash: string | null;
  readonly totpEnabledAt: number | null;
}

const proofs = new ShortCaches<Proof>(believedMs);

/**
 * A person by name and password, for protocols whose programs send them with every request; the person must belong to
 * exactly one organization. A password that was right is believed for a minute, until it is changed or the account closed.
 * Errors: as `signIn`, and `permission_missing` while the password must be changed.
 */
export async function actorOfPassword(runtime: Runtime, shown: ShownPassword): Promise<PersonInOrganization> {
  const user = await proveOnce(runtime, shown);
  if (user.mustChangePassword) {
    throw new Problem('permission_missing', { detail: 'Sign in on the page and choose a password of your own first.' });
  }
  return actorOfPerson(runtime, { email: user.email, organization: null });
}

async function proveOnce(runtime: Runtime, shown: ShownPassword): Promise<StoredUser> {
  const cache = proofs.of(runtime.db);
  const key = createHmac('sha256', proofKey)
    .update(JSON.stringify([shown.email, shown.password]))
    .digest('base64url');
  const proof = await cache.get(key, async () => proofOf(await provePerson(runtime, shown)));
  const user = await findUserBySignInName(runtime.db, shown.email);
  if (user && user.disabledAt === null && isOf(proof, user)) return user;
  cache.forget(key);
  return provePerson(runtime, shown);
}

function proofOf({ id, passwordHash, totpEnabledAt }: StoredUser): Proof {
  return { userId: id, passwordHash, totpEnabledAt: totpEnabledAt?.getTime() ?? null };
}

function isOf(proof: Proof, user: StoredUser): boolean {
  const now = proofOf(user);
  return (
    now.userId === proof.userId && now.passwordHash === proof.passwordHash && now.totpEnabledAt === proof.totpEnabledAt
  );
}
