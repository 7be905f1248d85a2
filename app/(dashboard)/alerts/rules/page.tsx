import type { Metadata } from 'next';
import { RulesView } from '#components/alerts/rules/rules-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('alerts'))('rules.title') };
}

export default async function RulesPage() {
  const ctx = await getPageContext();
  const managed = studiesWithVerb(ctx.actor, 'alerts.manage');
  if (managed?.length === 0) {
    return <RefusedPage title={(await getTranslator('alerts'))('rules.title')} verb="alerts.manage" />;
  }
  const studies = (await listStudies(ctx)).filter(({ id }) => managed === null || managed.includes(id));
  return (
    <RulesView
      studies={studies.map(({ id, key, name }) => ({ id, key, name }))}
      canDecide={hasVerb(ctx.actor, 'alerts.manage')}
    />
  );
}
