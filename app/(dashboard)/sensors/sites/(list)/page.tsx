import type { Metadata } from 'next';
import { SitesView } from '#components/sensors/sites/sites-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { listPlacesSchema, listSensorSites } from '#lib/sensors/index.ts';
import { getPageContext } from '../../../../_server/page-context.ts';
import { getTranslator } from '../../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('sensorPages'))('sites.title') };
}

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SitesPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  if (studiesWithVerb(ctx.actor, 'registry.read')?.length === 0) {
    return <RefusedPage title={(await getTranslator('sensorPages'))('sites.title')} verb="registry.read" />;
  }
  const text = listPlacesSchema.pick({ text: true }).safeParse(await searchParams).data?.text;
  const { items, next } = await listSensorSites(ctx, { text });
  return (
    <SitesView
      initial={{ text: text ?? null, page: { items: [...items], next } }}
      canEdit={hasVerb(ctx.actor, 'registry.edit')}
    />
  );
}
