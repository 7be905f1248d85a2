import type { Metadata } from 'next';
import { cache } from 'react';
import { PublicSitePage } from '#components/sensors/public/public-site.tsx';
import { getRuntime } from '#lib/platform/runtime.ts';
import { getPublicSite } from '#lib/sensors/index.ts';
import { orNotFound } from '../../../_server/or-not-found.ts';

interface PageProps {
  readonly params: Promise<{ readonly site: string }>;
}

/** Without sign-in, and the same for everybody: a site of which nothing is public is not there. */
const getPageSite = cache(async (id: string) => {
  const { db } = await getRuntime();
  return orNotFound(getPublicSite({ db, now: new Date() }, id));
});

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await getPageSite((await params).site)).name };
}

export default async function EmbedPage({ params }: PageProps) {
  return <PublicSitePage initial={await getPageSite((await params).site)} />;
}
