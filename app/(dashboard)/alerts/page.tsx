import type { Metadata } from 'next';
import { AlertsView } from '#components/alerts/alerts-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import { countAlerts, listAlerts, listAlertsSchema } from '#lib/sources/index.ts';
import { getPageContext } from '../../_server/page-context.ts';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('alerts'))('title') };
}

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AlertsPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  const holds = (verb: Verb) => studiesWithVerb(ctx.actor, verb)?.length !== 0;
  if (!holds('sources.read')) {
    return <RefusedPage title={(await getTranslator('alerts'))('title')} verb="sources.read" />;
  }
  // An address that somebody mistyped shows the whole list instead of an error.
  const parsed = listAlertsSchema.safeParse(await searchParams);
  const { sort, order, limit: _limit, cursor: _cursor, ...filter } = parsed.data ?? listAlertsSchema.parse({});
  const { items, next } = await listAlerts(ctx, { ...filter, sort, order, limit: 50 });
  const studies = await listStudies(ctx);
  return (
    <AlertsView
      initial={{
        view: { filter, sort, order },
        page: { items: [...items], next },
        counts: await countAlerts(ctx, filter),
      }}
      studies={studies.map(({ key, name }) => ({ key, name }))}
      canAct={holds('sources.manage')}
      canManage={holds('alerts.manage')}
    />
  );
}
