import type { Metadata } from 'next';
import { importPageSchema } from '#components/imports/import-data.ts';
import { ImportsRefused } from '#components/imports/imports-refused.tsx';
import { ImportsView } from '#components/imports/imports-view.tsx';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { listImports, listImportTargets } from '#lib/registry/index.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('imports'))('title') };
}

export default async function ImportPage() {
  const ctx = await getPageContext();
  if (!hasVerb(ctx.actor, 'registry.edit')) return <ImportsRefused />;
  const page = await listImports(ctx, { cursor: null, limit: 20 });
  // As the API gives it: instants as texts.
  const initial = importPageSchema.parse(JSON.parse(JSON.stringify(page)));
  return <ImportsView initial={initial} targets={await listImportTargets(ctx)} />;
}
