import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { InstallationView } from '#components/sensors/installation/installation-view.tsx';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getInstalledNode, listQuantityBands } from '#lib/sensors/index.ts';
import { orNotFound } from '../../../../_server/or-not-found.ts';
import { getPageContext } from '../../../../_server/page-context.ts';

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

/** The installation of the address; the page of what is absent when there is none, or none to see. */
const getPageInstallation = cache(async (id: string) => {
  const ctx = await getPageContext();
  const sees = studiesWithVerb(ctx.actor, 'sources.read')?.length !== 0;
  if (!sees || !z.guid().safeParse(id).success) notFound();
  return orNotFound(getInstalledNode(ctx, id));
});

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { nodeAlias, room } = await getPageInstallation((await params).id);
  return { title: room === null ? nodeAlias : `${nodeAlias} · ${room.name}` };
}

export default async function InstallationPage({ params }: PageProps) {
  const ctx = await getPageContext();
  const installed = await getPageInstallation((await params).id);
  const place = { studyId: installed.studyId };
  return (
    <InstallationView
      installed={installed}
      bands={await listQuantityBands(ctx)}
      nowMs={ctx.now().getTime()}
      canManage={hasVerb(ctx.actor, 'sources.manage', place)}
      canRead={hasVerb(ctx.actor, 'passive.read', place)}
    />
  );
}
