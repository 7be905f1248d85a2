import type { Metadata } from 'next';
import { IssuesView } from '#components/issues/issues-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { listIssues, listIssuesSchema } from '#lib/sources/index.ts';
import { getPageContext } from '../../_server/page-context.ts';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('issues'))('title') };
}

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function IssuesPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  if (studiesWithVerb(ctx.actor, 'sources.read')?.length === 0) {
    return <RefusedPage title={(await getTranslator('issues'))('title')} verb="sources.read" />;
  }
  // An address that somebody mistyped shows the whole list instead of an error.
  const parsed = listIssuesSchema.safeParse(await searchParams);
  const { sort, order, limit: _limit, cursor: _cursor, ...filter } = parsed.data ?? listIssuesSchema.parse({});
  const { items, next } = await listIssues(ctx, { ...filter, sort, order, limit: 50 });
  const studies = await listStudies(ctx);
  return (
    <IssuesView
      initial={{ view: { filter, sort, order }, page: { items: [...items], next } }}
      studies={studies.map(({ key, name }) => ({ key, name }))}
      canManage={studiesWithVerb(ctx.actor, 'sources.manage')?.length !== 0}
    />
  );
}
