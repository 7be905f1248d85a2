import { randomInt } from 'node:crypto';
import { generateSecret, generateSync, generateURI, verifySync } from 'otplib';

/** Length of one code's life, seconds (RFC 6238 section 5.2). */
const stepS = 30;
/** A phone's clock may be this far off, seconds. */
const toleranceS = 30;

/** A new TOTP secret in Base32 (160 bits), for an authenticator app. */
export function newTotpSecret(): string {
  return generateSecret();
}

/** The `otpauth://` link that authenticator apps read from a QR code. */
export function totpUri(secret: string, label: string): string {
  return generateURI({ issuer: 'Cairn', label, secret });
}

export interface TotpCheck {
  readonly secret: string;
  readonly code: string;
  readonly at: Date;
  /** The last step that was accepted; a code of it or of an earlier one is refused (RFC 6238 section 5.2). */
  readonly lastStep: number | null;
}

/** The 30-second step whose code was given, or null when the code is wrong, too old, or used before. */
export function acceptTotp({ secret, code, at, lastStep }: TotpCheck): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const epoch = Math.floor(at.getTime() / 1000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: toleranceS });
  if (!result.valid) return null;
  const step = Math.floor(epoch / stepS) + result.delta;
  return lastStep !== null && step <= lastStep ? null : step;
}

/** The code an authenticator app shows at an instant; for tests and the demo. */
export function totpCodeAt(secret: string, at: Date): string {
  return generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) });
}

const recoveryAlphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Recovery codes for a lost phone, as `xxxxx-xxxxx` (about 49 bits each), without letters that look alike. */
export function newRecoveryCodes(count: number): readonly string[] {
  const letter = () => recoveryAlphabet.charAt(randomInt(recoveryAlphabet.length));
  return Array.from({ length: count }, () => {
    const letters = Array.from({ length: 10 }, letter).join('');
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });
}

/** The form in which recovery codes are hashed and compared: lower case, without spaces and hyphens. */
export function normalizeRecoveryCode(code: string): string {
  return code.toLowerCase().replace(/[\s-]/g, '');
}
