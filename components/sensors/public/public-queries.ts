import type { z } from 'zod';
import { apiGet, pageSchema } from '#components/ui/api-client.ts';
import { publicSiteRowSchema, publicSiteViewSchema, type PublicSiteView } from '#lib/sensors/domain/public-site.ts';

export function fetchPublicSite(id: string, signal: AbortSignal): Promise<PublicSiteView> {
  return apiGet(`public-sites/${id}`, publicSiteViewSchema, { signal });
}

const sitePageSchema = pageSchema(publicSiteRowSchema);
export type PublicSitePage = z.infer<typeof sitePageSchema>;

export function fetchPublicSites(cursor: string | null, signal: AbortSignal): Promise<PublicSitePage> {
  return apiGet('public-sites', sitePageSchema, { query: { cursor, limit: 200 }, signal });
}
