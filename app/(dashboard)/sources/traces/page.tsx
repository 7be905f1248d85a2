import type { Metadata } from 'next';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { tracesAtATime } from '#components/traces/trace-queries.ts';
import { TracesView } from '#components/traces/traces-view.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { listTraces, listTracesSchema } from '#lib/passive/index.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { chooseStudy } from '../../../_server/chosen-study.ts';
import { orNotFound } from '../../../_server/or-not-found.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('traces'))('title') };
}

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function TracesPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  const readable = studiesWithVerb(ctx.actor, 'passive.read');
  if (readable?.length === 0) {
    return <RefusedPage title={(await getTranslator('traces'))('title')} verb="passive.read" />;
  }
  const { study: asked, ...params } = await searchParams;
  const { key, studyIds } = await orNotFound(chooseStudy(ctx, typeof asked === 'string' ? asked : null));
  const studies = (await listStudies(ctx)).filter(({ id }) => readable === null || readable.includes(id));
  // The study is the viewer's to see, but not its points: to them its traces are not there.
  if (key !== null && !studies.some((study) => study.key === key)) {
    return <RefusedPage title={(await getTranslator('traces'))('title')} verb="passive.read" />;
  }
  // An address that somebody mistyped shows the whole list instead of an error.
  const { text, status } = listTracesSchema.safeParse(params).data ?? listTracesSchema.parse({});
  const filter = { ...(key === null ? {} : { study: key }), ...(text ? { text } : {}), ...(status ? { status } : {}) };
  const { items, next } = await listTraces(ctx, { text, status, studyIds, limit: tracesAtATime });
  const managed = studies.find(
    (study) => (key === null || study.key === key) && hasVerb(ctx.actor, 'studies.manage', { studyId: study.id }),
  );
  return (
    <TracesView
      initial={{ filter, page: { items: [...items], next } }}
      studies={studies.map((study) => ({ key: study.key, isTraced: study.tracesBundles }))}
      settingsOf={managed?.key ?? null}
    />
  );
}
