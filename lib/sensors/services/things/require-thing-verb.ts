import { hasVerb, requireVerb } from '#lib/platform/auth/require-verb.ts';
import type { Context } from '#lib/platform/context.ts';

/**
 * Asks for what an act on SensorThings needs, everywhere in the organization: its entities belong to no study. Reading is
 * of sources and of what they measured. Throws `permission_missing`.
 */
export function requireThingVerb(ctx: Context, act: 'read' | 'write' | 'observe'): void {
  if (act === 'read') {
    requireVerb(ctx, 'sources.read');
    requireVerb(ctx, 'passive.read');
  } else if (act === 'write' || !hasVerb(ctx.actor, 'intake.send')) {
    requireVerb(ctx, 'sources.manage');
  }
}
