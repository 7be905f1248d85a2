import type { Metadata } from 'next';
import { z } from 'zod';
import { GroupsView } from '#components/places/groups/groups-view.tsx';
import { NoPlaces } from '#components/places/no-places.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import type { Context } from '#lib/platform/context.ts';
import { Problem } from '#lib/platform/problems/problem.ts';
import { listUnitChoices, resolveVersion, type OpenVersion } from '#lib/registry/index.ts';
import { orNotFound } from '../../../_server/or-not-found.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { registryAccessOf } from '../../../_server/registry-access.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('pyramids'))('groups.title') };
}

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const addressSchema = z.object({ version: z.guid().optional().catch(undefined) });

export default async function GroupsPage({ searchParams }: PageProps) {
  const ctx = await getPageContext();
  const { canRead, canEdit } = registryAccessOf(ctx);
  if (!canRead) {
    return <RefusedPage title={(await getTranslator('pyramids'))('groups.title')} verb="registry.read" />;
  }
  const address = addressSchema.parse(await searchParams);
  const version = await orNotFound(findVersion(ctx, address.version));
  if (!version) return <NoPlaces canImport={canEdit} />;
  const { id, number, pyramidName, isReadOnly } = version;
  const { versions } = await listUnitChoices(ctx, { version: id });
  return <GroupsView version={{ id, number, pyramidName, isReadOnly }} versions={versions} canEdit={canEdit} />;
}

/** The version an address names, else the default; null: there is none. */
async function findVersion(ctx: Context, version: string | undefined): Promise<OpenVersion | null> {
  try {
    return await resolveVersion(ctx, { version });
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found' && version === undefined) return null;
    throw error;
  }
}
