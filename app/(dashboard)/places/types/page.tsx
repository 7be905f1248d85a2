import type { Metadata } from 'next';
import { TypesView } from '#components/places/types/types-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listUnitTypes } from '#lib/registry/index.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { registryAccessOf, studyChoicesOf } from '../../../_server/registry-access.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('pyramids'))('types.title') };
}

export default async function TypesPage() {
  const ctx = await getPageContext();
  const { canRead, canEdit } = registryAccessOf(ctx);
  if (!canRead) {
    return <RefusedPage title={(await getTranslator('pyramids'))('types.title')} verb="registry.read" />;
  }
  const { items, next } = await listUnitTypes(ctx, { limit: 200 });
  return <TypesView initial={{ items, next }} studies={await studyChoicesOf(ctx)} canEdit={canEdit} />;
}
