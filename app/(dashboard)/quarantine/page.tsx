import type { Metadata } from 'next';
import { QuarantineView } from '#components/quarantine/quarantine-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { countRefused, listQuarantineReasons } from '#lib/passive/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { chooseStudy } from '../../_server/chosen-study.ts';
import { orNotFound } from '../../_server/or-not-found.ts';
import { getPageContext } from '../../_server/page-context.ts';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('passive'))('quarantine.title') };
}

interface PageProps {
  readonly searchParams: Promise<{ readonly study?: string }>;
}

export default async function QuarantinePage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  if (studiesWithVerb(ctx.actor, 'passive.quarantine')?.length === 0) {
    return <RefusedPage title={(await getTranslator('passive'))('quarantine.title')} verb="passive.quarantine" />;
  }
  const { studyIds } = await orNotFound(chooseStudy(ctx, (await searchParams).study));
  const [groups, refused] = await Promise.all([listQuarantineReasons(ctx, studyIds), countRefused(ctx, studyIds)]);
  return <QuarantineView initial={{ groups, refused }} />;
}
