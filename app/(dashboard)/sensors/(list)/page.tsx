import type { Metadata } from 'next';
import { OverviewView } from '#components/sensors/overview/overview-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import { sensorFilterSchema } from '#lib/sensors/domain/overview.ts';
import { countSensors, findSensorSite, listQuantityBands, listSensors } from '#lib/sensors/index.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('sensorPages'))('overview.title') };
}

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SensorsPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  const holds = (verb: Verb) => studiesWithVerb(ctx.actor, verb)?.length !== 0;
  if (!holds('sources.read')) {
    return <RefusedPage title={(await getTranslator('sensorPages'))('overview.title')} verb="sources.read" />;
  }
  // An address that somebody mistyped shows the whole list instead of an error.
  const filter = sensorFilterSchema.safeParse(await searchParams).data ?? {};
  const { items, next } = await listSensors(ctx, filter);
  const canSeePlaces = holds('registry.read');
  const site = canSeePlaces && filter.site !== undefined ? await findSensorSite(ctx, filter.site) : null;
  return (
    <OverviewView
      initial={{ filter, page: { items: [...items], next }, counts: await countSensors(ctx, filter) }}
      bands={await listQuantityBands(ctx)}
      site={site && { value: site.id, label: site.name }}
      canInstall={holds('sources.manage') && canSeePlaces}
      canSeePlaces={canSeePlaces}
    />
  );
}
