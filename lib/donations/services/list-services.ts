import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { selectServices } from '../data/offers.sql.ts';
import { builtInServices } from '../domain/built-in-services.ts';
import { findImporter } from '../domain/importers.ts';
import type { Service } from '../domain/service.ts';

/**
 * Services of the organization, those shown first at the front: built-in ones, as the organization words them, and its
 * own. The caller has checked who asks.
 */
export async function listServices(ctx: Pick<Context, 'db' | 'organizationId' | 'plugins'>): Promise<Service[]> {
  const own = await selectServices(ctx);
  const ownSlugs = new Set(own.map(({ slug }) => slug));
  const services = [...own, ...builtInServices.filter(({ slug }) => !ownSlugs.has(slug))].map((service) => ({
    ...service,
    hasImporter: findImporter(service.slug, ctx.plugins.hooks.plugins) !== null,
    isBuiltIn: builtInServices.some(({ slug }) => slug === service.slug),
  }));
  return services.sort((a, b) => a.priority - b.priority || a.name.localeCompare(b.name));
}

/** Throws `input_invalid` when one of the slugs is not offered. */
export async function requireOffered(
  ctx: Pick<Context, 'db' | 'organizationId' | 'plugins'>,
  slugs: readonly string[],
): Promise<Service[]> {
  const offered = (await listServices(ctx)).filter(({ isOffered }) => isOffered);
  const unknown = slugs.filter((slug) => !offered.some((service) => service.slug === slug));
  if (unknown.length === 0) return offered;
  throw new Problem('input_invalid', {
    detail: `Archives of these services are not taken: ${unknown.join(', ')}.`,
    fields: { services: `Not offered: ${unknown.join(', ')}.` },
  });
}
