import type { Metadata } from 'next';
import { exportPageSchema } from '#components/exports/export-data.ts';
import { ExportsRefused } from '#components/exports/exports-refused.tsx';
import { ExportsView } from '#components/exports/exports-view.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { listExports } from '#lib/exports/index.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { chooseStudy } from '../../_server/chosen-study.ts';
import { orNotFound } from '../../_server/or-not-found.ts';
import { getPageContext } from '../../_server/page-context.ts';
import { getTranslator } from '../../_server/translator.ts';

interface PageProps {
  readonly searchParams: Promise<{ readonly study?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('exports'))('title') };
}

export default async function ExportsPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  const exportable = studiesWithVerb(ctx.actor, 'passive.export');
  if (exportable?.length === 0) return <ExportsRefused />;
  const { study = null } = await searchParams;
  const { studyIds } = await orNotFound(chooseStudy(ctx, study));
  const studies = (await listStudies(ctx)).filter(({ id }) => exportable === null || exportable.includes(id));
  const page = await listExports(ctx, { studyId: studyIds?.[0] ?? null, limit: 20 });
  return (
    <ExportsView
      key={study}
      canManageDestinations={hasVerb(ctx.actor, 'destinations.manage')}
      study={study}
      studies={studies.filter(({ key }) => study === null || key === study).map(({ key, name }) => ({ key, name }))}
      // As the API gives it: instants as texts.
      initial={exportPageSchema.parse(JSON.parse(JSON.stringify(page)))}
    />
  );
}
