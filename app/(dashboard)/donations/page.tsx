import type { Metadata } from 'next';
import { donationPageSchema } from '#components/donations/donation-data.ts';
import { DonationsView } from '#components/donations/donations-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { listDonations, listOwnServices } from '#lib/donations/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { chooseStudy } from '../../_server/chosen-study.ts';
import { orNotFound } from '../../_server/or-not-found.ts';
import { getPageContext } from '../../_server/page-context.ts';
import { getTranslator } from '../../_server/translator.ts';

interface PageProps {
  readonly searchParams: Promise<{ readonly study?: string; readonly search?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('donations'))('title') };
}

export default async function DonationsPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  const managed = studiesWithVerb(ctx.actor, 'donations.manage');
  if (managed?.length === 0) {
    return <RefusedPage title={(await getTranslator('donations'))('title')} verb="donations.manage" />;
  }
  const { study, search } = await searchParams;
  await orNotFound(chooseStudy(ctx, study));
  const [runtime, studies, services, page] = await Promise.all([
    getRuntime(),
    listStudies(ctx),
    listOwnServices(ctx),
    orNotFound(listDonations(ctx, { study, search: search?.toLowerCase(), limit: 50 })),
  ]);
  const shown = studies.filter(
    ({ id, key }) => (managed?.includes(id) ?? true) && (study === undefined || key === study),
  );
  return (
    <DonationsView
      studies={shown.map(({ key, name }) => ({ key, name }))}
      services={services.filter(({ isOffered }) => isOffered).map(({ slug, name }) => ({ key: slug, name }))}
      canOpen={studiesWithVerb(ctx.actor, 'donations.open')?.length !== 0}
      canMail={runtime.mail.canSend}
      publicUrl={runtime.config.publicUrl}
      // As the API gives it: instants as texts.
      initial={{
        study: study ?? null,
        search: search ?? '',
        page: donationPageSchema.parse(JSON.parse(JSON.stringify(page))),
      }}
    />
  );
}
