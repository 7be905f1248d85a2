import type { Context } from '#lib/platform/context.ts';
import { selectTypesOfSource } from '../data/views.sql.ts';
import type { SourceType } from '../domain/views/view-results.ts';
import { requireReadableSource } from './require-readable-source.ts';
import { viewOfPlugin } from './view-of-plugin.ts';

/** The types that a source sent, with their totals, most points first. Errors: `not_found`, `permission_missing`. */
export async function listSourceTypes(ctx: Context, sourceId: string): Promise<SourceType[]> {
  await requireReadableSource(ctx, sourceId);
  const { hooks } = ctx.plugins;
  return (await selectTypesOfSource(ctx, sourceId)).map((type) => ({
    ...type,
    label: hooks.typeOf(type.identifier)?.label ?? null,
    view: viewOfPlugin(type.identifier, hooks),
  }));
}
