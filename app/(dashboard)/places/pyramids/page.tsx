import type { Metadata } from 'next';
import { PyramidsView } from '#components/places/pyramids/pyramids-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listPyramids } from '#lib/registry/index.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { registryAccessOf, studyChoicesOf } from '../../../_server/registry-access.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('pyramids'))('pyramids.title') };
}

export default async function PyramidsPage() {
  const ctx = await getPageContext();
  const { canRead, ...access } = registryAccessOf(ctx);
  if (!canRead) {
    return <RefusedPage title={(await getTranslator('pyramids'))('pyramids.title')} verb="registry.read" />;
  }
  const { items, next } = await listPyramids(ctx, { limit: 50 });
  return <PyramidsView initial={{ text: '', page: { items, next } }} studies={await studyChoicesOf(ctx)} {...access} />;
}
