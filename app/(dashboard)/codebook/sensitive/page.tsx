import type { Metadata } from 'next';
import { SensitiveView } from '#components/sensitive/sensitive-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { listStudies } from '#lib/accounts/index.ts';
import { getCodebook } from '#lib/passive/index.ts';
import { studiesWithVerb } from '#lib/platform/auth/require-verb.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('sensitive'))('title') };
}

export default async function SensitivePage() {
  const ctx = await getPageContext();
  const configured = studiesWithVerb(ctx.actor, 'passive.configure');
  if (configured?.length === 0) {
    return <RefusedPage title={(await getTranslator('sensitive'))('title')} verb="passive.configure" />;
  }
  const studies = (await listStudies(ctx)).filter(({ id }) => configured === null || configured.includes(id));
  const types = await getCodebook(ctx);
  return (
    <SensitiveView studies={studies.map(({ key, name }) => ({ key, name }))} types={types.map(({ type }) => type)} />
  );
}
