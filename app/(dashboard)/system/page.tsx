import type { Metadata } from 'next';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { SystemView } from '#components/system/system-view.tsx';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { orNotFound } from '../../_server/or-not-found.ts';
import { getPageContext } from '../../_server/page-context.ts';
import { readSystemNow, readSystemSeries } from '../../_server/read-system.ts';
import { getTranslator } from '../../_server/translator.ts';

interface SystemPageProps {
  readonly searchParams: Promise<{ readonly study?: string; readonly view?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslator('shell');
  return { title: t('places.system') };
}

export default async function SystemPage({ searchParams }: SystemPageProps) {
  const ctx = await getPageContext();
  if (studiesWithVerb(ctx.actor, 'health.read')?.length === 0) {
    return <RefusedPage title={(await getTranslator('shell'))('system.title')} verb="health.read" />;
  }
  const { study = null, view } = await searchParams;
  const step = view === 'month' ? 'hour' : 'minute';
  const [now, series] = await orNotFound(Promise.all([readSystemNow(ctx, study), readSystemSeries(ctx, step, study)]));
  return <SystemView initialNow={now} initialSeries={series} initialStep={step} />;
}
