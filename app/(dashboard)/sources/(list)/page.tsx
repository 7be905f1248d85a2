import type { Metadata } from 'next';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { SourcesView } from '#components/sources/sources-view.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { listConfigurations, listSourceRates } from '#lib/passive/index.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import type { Verb } from '#lib/platform/auth/verbs.ts';
import type { Context } from '#lib/platform/context.ts';
import { listSourcesSchema } from '#lib/sources/domain/source-query.ts';
import { countSources, listGroups, listSources } from '#lib/sources/index.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('sources'))('list.title') };
}

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SourcesPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  if (!holds(ctx, 'sources.read')) {
    return <RefusedPage title={(await getTranslator('sources'))('list.title')} verb="sources.read" />;
  }
  // An address that somebody mistyped shows the whole list instead of an error.
  const parsed = listSourcesSchema.safeParse(await searchParams);
  const { sort, order, limit: _limit, cursor: _cursor, ...filter } = parsed.data ?? listSourcesSchema.parse({});
  const { state: _state, ...withoutState } = filter;
  const page = await listSources(ctx, { ...filter, sort, order, limit: 50 });
  const rates = await listSourceRates(
    ctx,
    page.items.map(({ id }) => id),
  );
  const items = page.items.map((source) => ({ ...source, rate: [...(rates.get(source.id) ?? [])] }));
  const studies = await listStudies(ctx);
  const mayManage = studiesWithVerb(ctx.actor, 'sources.manage');
  const configurations = await listConfigurations(ctx, {});
  return (
    <SourcesView
      initial={{
        view: { filter, sort, order },
        page: { items, next: page.next },
        counts: await countSources(ctx, withoutState),
      }}
      groups={await listGroups(ctx, { study: filter.study })}
      studies={studies
        .filter(({ id }) => mayManage === null || mayManage.includes(id))
        .filter(({ key }) => filter.study === undefined || key === filter.study)
        .map(({ key, name }) => ({ key, name }))}
      configurations={configurations.map(({ id, name, studyId }) => ({
        id,
        name,
        studyName: studies.find((study) => study.id === studyId)?.name ?? '',
      }))}
      canManage={holds(ctx, 'sources.manage')}
      canConfigure={holds(ctx, 'passive.configure')}
      hasTraces={studies.some(
        ({ id, key, tracesBundles }) =>
          tracesBundles &&
          (filter.study === undefined || key === filter.study) &&
          hasVerb(ctx.actor, 'passive.read', { studyId: id }),
      )}
    />
  );
}

/** May the viewer do this in at least one study? */
function holds({ actor }: Context, verb: Verb): boolean {
  return hasVerb(actor, verb) || (studiesWithVerb(actor, verb)?.length ?? 0) > 0;
}
