import type { Metadata } from 'next';
import { DevicesView } from '#components/sensors/devices/devices-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('sensorPages'))('devices.title') };
}

export default async function DevicesPage() {
  const ctx = await getPageContext();
  const managed = studiesWithVerb(ctx.actor, 'sources.manage');
  if (managed?.length === 0) {
    return <RefusedPage title={(await getTranslator('sensorPages'))('devices.title')} verb="sources.manage" />;
  }
  const studies = (await listStudies(ctx)).filter(({ id }) => managed === null || managed.includes(id));
  return (
    <DevicesView
      studies={studies.map(({ key, name }) => ({ key, name }))}
      canRecover={studiesWithVerb(ctx.actor, 'intake.send')?.length !== 0}
    />
  );
}
