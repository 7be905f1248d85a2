import { createHash } from 'node:crypto';
import { Problem } from '#lib/platform/problems/problem.ts';

/** A device EUI as people write it: 16 hexadecimal digits, in pairs with `-` or `:` between, in any case. */
const written = /^(?:[0-9a-f]{2}[-:]?){7}[0-9a-f]{2}$/i;

/**
 * The one way an EUI-64 is kept: 16 upper-case hexadecimal digits, so that upper and lower case are one node
 * (managair.md 18, defect 31). Errors: `input_invalid`.
 */
export function normalizeEui(text: string): string {
  const trimmed = text.trim();
  if (!written.test(trimmed)) {
    const message = `"${trimmed.slice(0, 40)}" is not a device EUI: write its 16 hexadecimal digits.`;
    throw new Problem('input_invalid', { detail: message, fields: { eui64: message } });
  }
  return trimmed.replaceAll(/[-:]/g, '').toUpperCase();
}

/**
 * Id of a LoRaWAN node: the first 16 bytes of SHA-256(protocol name in ASCII, then the bytes of the device EUI), without
 * version bits (managair.md 13.1).
 */
export function nodeIdOf(protocol: string, eui64: string): string {
  const digest = createHash('sha256')
    .update(protocol, 'ascii')
    .update(Buffer.from(normalizeEui(eui64), 'hex'));
  const hex = digest.digest('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
