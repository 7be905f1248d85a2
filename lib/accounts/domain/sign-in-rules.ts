import { z } from 'zod';

/** Failures in a row after which an account locks itself. */
export const failuresBeforeLock = 5;
const firstLockS = 60;
const longestLockS = 24 * 60 * 60;

/** How long an account is locked after its n-th failure in a row, seconds; 0 below the limit, then 1 min, doubling, at most a day. */
export function lockDurationS(failures: number): number {
  if (failures < failuresBeforeLock) return 0;
  return Math.min(firstLockS * 2 ** (failures - failuresBeforeLock), longestLockS);
}

/** A session ends after this long without a request. */
export const sessionIdleMs = 24 * 60 * 60 * 1000;
/** A session ends this long after it began, whatever happens in it. */
export const sessionLifeS = 30 * 24 * 60 * 60;
export const sessionLifeMs = sessionLifeS * 1000;
/** How often a session's last request is written down; finer would cost a write for every request. */
export const sessionTouchMs = 60 * 1000;
/** A link for a new password works this long. */
export const resetLifeMs = 60 * 60 * 1000;
/** An invitation's link works this long. */
export const invitationLifeMs = 7 * 24 * 60 * 60 * 1000;

const shortestPassword = 8;
/** Argon2 hashes any length; this stops a body of megabytes. */
const longestPassword = 256;

/** Passwords that every guesser tries first; longer lists belong to a breach service, which needs the network. */
const firstGuesses = new Set(
  (
    'password password1 passw0rd password123 12345678 123456789 1234567890 11111111 00000000 qwertyui qwerty123 ' +
    'qwertyuiop iloveyou sunshine princess football baseball superman trustno1 letmein1 welcome1 admin123 ' +
    'administrator changeme abcdefgh abcd1234 asdfghjkl'
  ).split(' '),
);

/** A password somebody chooses (NIST SP 800-63B section 3.1.1.2): length, not composition, and not a first guess. */
export const newPasswordSchema = z
  .string()
  .min(shortestPassword, `Use at least ${shortestPassword} characters.`)
  .max(longestPassword, `Use at most ${longestPassword} characters.`)
  .refine((password) => !firstGuesses.has(password.toLowerCase()), 'This is one of the first passwords anybody tries.');

/** A password somebody types to prove who they are. */
export const typedPasswordSchema = z.string().min(1, 'Type your password.').max(longestPassword);

/** An e-mail address as sign-in name, in lower case. */
export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email('This is not an e-mail address.'));

/** How somebody names themselves when they sign in: e-mail address or user name, in any case. */
export const signInNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .min(1, 'Type your e-mail address or user name.')
  .max(254);

/** Another name to sign in with, as Django allows them, but for `@`: that tells an address. */
export const usernameSchema = z
  .string()
  .trim()
  .min(1, 'Give a user name.')
  .max(150)
  .regex(/^[\p{L}\p{N}_.+-]+$/u, 'A user name has letters, digits and . + - _ only.');

/** Languages the pages speak. */
export const localeSchema = z.enum(['en', 'fr', 'de']);

/** What a person is called; no control characters, they would deceive in mails and logs. */
export const personNameSchema = z
  .string()
  .trim()
  .min(1, 'Give a name.')
  .max(120)
  .regex(/^\P{Cc}+$/u, 'A name has no control characters.');
