import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { PlaceView } from '#components/places/place/place-view.tsx';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getUnit, listUnitChoices } from '#lib/registry/index.ts';
import type { Unit } from '#lib/registry/index.ts';
import { orNotFound } from '../../../_server/or-not-found.ts';
import { getPageContext } from '../../../_server/page-context.ts';

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

/** The place of the address; the page of what is absent when there is none, or none to see. */
const getPageUnit = cache(async (id: string): Promise<Unit> => {
  const ctx = await getPageContext();
  const sees = studiesWithVerb(ctx.actor, 'registry.read')?.length !== 0;
  if (!sees || !z.guid().safeParse(id).success) notFound();
  return orNotFound(getUnit(ctx, id));
});

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await getPageUnit((await params).id)).name };
}

export default async function PlacePage({ params }: PageProps) {
  const ctx = await getPageContext();
  const unit = await getPageUnit((await params).id);
  const { types, groups, versions } = await listUnitChoices(ctx, { version: unit.versionId });
  const treeStatuses = versions.find(({ id }) => id === unit.versionId)?.treeStatuses ?? ['VALID'];
  return (
    <PlaceView
      key={unit.id}
      unit={unit}
      choices={{ types, groups, version: { id: unit.versionId, treeStatuses: [...treeStatuses] } }}
    />
  );
}
