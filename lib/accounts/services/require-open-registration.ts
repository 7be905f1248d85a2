import { Problem } from '#lib/platform/problems/problem.ts';
import type { Runtime } from '#lib/platform/runtime.ts';

/** Guards what people do without being invited. Throws `permission_missing` where the installation has it closed. */
export function requireOpenRegistration({ config }: Pick<Runtime, 'config'>): void {
  if (config.isRegistrationOpen) return;
  throw new Problem('permission_missing', { detail: 'Here people come by invitation alone. Ask an owner for one.' });
}
