import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { NodeView } from '#components/sensors/node-view.tsx';
import { SourceView } from '#components/sources/source/source-view.tsx';
import { explainConfiguration, getWithings, listConfigurations, listSourceTypes } from '#lib/passive/index.ts';
import { noteReadingOf } from '#lib/platform/audit/note-reading.ts';
import { hasVerb, studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { findNode } from '#lib/sensors/index.ts';
import { getSource, listGroups, type Source } from '#lib/sources/index.ts';
import { orNotFound } from '../../../_server/or-not-found.ts';
import { getPageContext } from '../../../_server/page-context.ts';

interface PageProps {
  readonly params: Promise<{ readonly id: string }>;
}

/** The source of the address; the page of what is absent when there is none, or none to see. */
const getPageSource = cache(async (id: string): Promise<Source> => {
  const ctx = await getPageContext();
  const sees = studiesWithVerb(ctx.actor, 'sources.read')?.length !== 0;
  if (!sees || !z.guid().safeParse(id).success) notFound();
  return orNotFound(getSource(ctx, id));
});

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await getPageSource((await params).id)).name };
}

export default async function SourcePage({ params }: PageProps) {
  const ctx = await getPageContext();
  const source = await getPageSource((await params).id);
  const { studyId, studyKey, studyName, identifier } = source;
  const mayRead = hasVerb(ctx.actor, 'passive.read', { studyId });
  const configurations = await listConfigurations(ctx, { studyId });
  const { hooks } = ctx.plugins;
  const told = { id: source.id, identifier, name: source.name, studyId };
  const node = source.kind === 'sensor' ? await findNode(ctx, source.id) : null;
  const facts = {
    source,
    configuration: await explainConfiguration(ctx, { studyId, identifier, context: 'default' }),
    groups: await listGroups(ctx, { study: studyKey }),
    studies: [{ key: studyKey, name: studyName }],
    configurations: configurations.map(({ id, name }) => ({ id, name, studyName })),
    canManage: hasVerb(ctx.actor, 'sources.manage', { studyId }),
    canErase: hasVerb(ctx.actor, 'sources.erase', { studyId }),
    canConfigure: hasVerb(ctx.actor, 'passive.configure', { studyId }),
    canExport: hasVerb(ctx.actor, 'passive.export', { studyId }),
    pluginActions: hooks.all('sourceActions', (plugin) => plugin.sourceActions?.(told)),
    pluginNotices: hooks.all('sourceNotice', (plugin) => plugin.sourceNotice?.(told)?.split('\n', 1)),
    nowMs: ctx.now().getTime(),
  };
  if (node !== null) return <NodeView {...facts} node={node} canRead={mayRead} />;
  const reading = { action: 'data.read', detail: { path: 'sources/{id}' } };
  const types = mayRead ? await noteReadingOf(ctx, reading, () => listSourceTypes(ctx, source.id)) : null;
  const { config } = await getRuntime();
  const withings = await getWithings(ctx, { sourceId: source.id, config });
  return <SourceView {...facts} types={types} withings={withings} />;
}
