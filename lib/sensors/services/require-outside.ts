import type { Config } from '#lib/platform/config/config.ts';
import { refuseInternalHost } from '#lib/platform/outgoing/address-guard.ts';
import { Problem } from '#lib/platform/problems/problem.ts';

/** Refuses an address inside the server's network. Errors: `input_invalid`, naming the field. */
export function requireOutside(field: string, url: string, { internalHosts }: Pick<Config, 'internalHosts'>): void {
  try {
    refuseInternalHost(new URL(url), internalHosts);
  } catch (error) {
    const detail = (error as Error).message;
    throw new Problem('input_invalid', { detail, fields: { [field]: detail }, cause: error });
  }
}
