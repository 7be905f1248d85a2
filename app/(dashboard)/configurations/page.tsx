import type { Metadata } from 'next';
import { ConfigurationsView } from '#components/configurations/configurations-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { listConfigurations } from '#lib/passive/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getPageContext } from '../../_server/page-context.ts';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('passive'))('configurations.title') };
}

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ConfigurationsPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  const configured = studiesWithVerb(ctx.actor, 'passive.configure');
  if (configured?.length === 0) {
    return <RefusedPage title={(await getTranslator('passive'))('configurations.title')} verb="passive.configure" />;
  }
  const studies = (await listStudies(ctx)).filter(({ id }) => configured === null || configured.includes(id));
  const { study } = await searchParams;
  const chosen = studies.find(({ key }) => key === study);
  return (
    <ConfigurationsView
      configurations={await listConfigurations(ctx, { studyId: chosen?.id })}
      studies={studies.map(({ id, key, name }) => ({ id, key, name }))}
    />
  );
}
