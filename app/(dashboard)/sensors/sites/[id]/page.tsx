import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { SiteView } from '#components/sensors/sites/site-view.tsx';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { localDayOf } from '#lib/sensors/domain/local-day.ts';
import { getSensorSite, hasVerbAtHome, listQuantityBands } from '#lib/sensors/index.ts';
import { orNotFound } from '../../../../_server/or-not-found.ts';
import { getPageContext } from '../../../../_server/page-context.ts';

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

/** The site of the address; the page of what is absent when there is none, or none to see. */
const getPageSite = cache(async (id: string) => {
  const ctx = await getPageContext();
  const sees = studiesWithVerb(ctx.actor, 'registry.read')?.length !== 0;
  if (!sees || !z.guid().safeParse(id).success) notFound();
  return orNotFound(getSensorSite(ctx, id));
});

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await getPageSite((await params).id)).name };
}

export default async function SitePage({ params }: PageProps) {
  const ctx = await getPageContext();
  const site = await getPageSite((await params).id);
  const { config } = await getRuntime();
  const canRead = await hasVerbAtHome(ctx, 'passive.read');
  const bands = canRead && (await hasVerbAtHome(ctx, 'sources.read')) ? await listQuantityBands(ctx) : [];
  return (
    <SiteView
      site={site}
      bands={bands.find(({ quantity }) => quantity === 'co2')?.bands ?? []}
      thisMonth={localDayOf(ctx.now().getTime(), site.timeZone).slice(0, 7)}
      canEdit={hasVerb(ctx.actor, 'registry.edit')}
      canRead={canRead}
      publicUrl={config.publicUrl}
    />
  );
}
