import { addSensitiveField } from '#lib/passive/index.ts';
import type { Context } from '#lib/platform/context.ts';

/** A rule about what is not kept, for requests that name one; gives its id. */
export async function makeSensitiveField(ctx: Context, study: string, name: string): Promise<string> {
  return (await addSensitiveField(ctx, { study, type: `${name}-type`, pattern: 'none', note: name })).id;
}
