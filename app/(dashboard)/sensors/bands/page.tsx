import type { Metadata } from 'next';
import { BandsView } from '#components/sensors/bands/bands-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { listQuantityBands, listQuantityRows, listQuantitiesSchema } from '#lib/sensors/index.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('sensorInventory'))('bands.title') };
}

export default async function BandsPage() {
  const ctx = await getPageContext();
  if (studiesWithVerb(ctx.actor, 'sources.read')?.length === 0) {
    return <RefusedPage title={(await getTranslator('sensorInventory'))('bands.title')} verb="sources.read" />;
  }
  const { items } = await listQuantityRows(ctx, listQuantitiesSchema.parse({ limit: 200 }));
  return (
    <BandsView
      bands={await listQuantityBands(ctx)}
      quantities={items.map(({ key, name, unit }) => ({ key, name, unit }))}
      canEdit={hasVerb(ctx.actor, 'alerts.manage')}
    />
  );
}
