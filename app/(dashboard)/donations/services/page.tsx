import type { Metadata } from 'next';
import { ServicesView } from '#components/donations/services/services-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listOwnServices } from '#lib/donations/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('donationServices'))('title') };
}

export default async function ServicesPage() {
  const ctx = await getPageContext();
  if (studiesWithVerb(ctx.actor, 'donations.manage')?.length === 0) {
    return <RefusedPage title={(await getTranslator('donationServices'))('title')} verb="donations.manage" />;
  }
  return <ServicesView initial={await listOwnServices(ctx)} />;
}
