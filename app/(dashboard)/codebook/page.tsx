import type { Metadata } from 'next';
import { CodebookView } from '#components/codebook/codebook-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { getCodebook } from '#lib/passive/index.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getPageContext } from '../../_server/page-context.ts';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('codebook'))('title') };
}

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CodebookPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  if (studiesWithVerb(ctx.actor, 'passive.read')?.length === 0) {
    return <RefusedPage title={(await getTranslator('codebook'))('title')} verb="passive.read" />;
  }
  const { study } = await searchParams;
  const studyId = (await listStudies(ctx)).find(({ key }) => key === study)?.id;
  const types = await getCodebook(ctx, { studyIds: studyId === undefined ? undefined : [studyId] });
  return <CodebookView types={types} studyId={studyId} canEdit={hasVerb(ctx.actor, 'passive.configure')} />;
}
