import type { Metadata } from 'next';
import { AccessView } from '#components/accounts/audit/access-view.tsx';
import { listAccessRecords, listAccessRecordsInputSchema, listStudies } from '#lib/accounts/index.ts';
import { getSettingsContext } from '../../../../_server/settings-access.ts';
import { SettingsRefused } from '../../../../_server/settings-refused.tsx';
import { getTranslator } from '../../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accessLog'))('title') };
}

interface AccessPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AccessPage({ searchParams }: AccessPageProps) {
  const ctx = await getSettingsContext('audit');
  if (ctx === null) return <SettingsRefused part="audit" />;
  // An address that somebody mistyped shows the whole log instead of an error.
  const parsed = listAccessRecordsInputSchema.safeParse(await searchParams);
  const { cursor: _cursor, ...input } = parsed.data ?? listAccessRecordsInputSchema.parse({});
  const page = await listAccessRecords(ctx, { ...input, limit: 50 });
  const studies = await listStudies(ctx, { withArchived: true });
  return <AccessView initial={page} studies={studies.map(({ id, name }) => ({ id, name }))} />;
}
