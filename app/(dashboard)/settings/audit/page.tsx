import type { Metadata } from 'next';
import { AuditView } from '#components/accounts/audit/audit-view.tsx';
import { listAuditEventsInputSchema, listAuditEvents, listStudies } from '#lib/accounts/index.ts';
import { getSettingsContext } from '../../../_server/settings-access.ts';
import { SettingsRefused } from '../../../_server/settings-refused.tsx';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('settings.audit') };
}

interface AuditPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ searchParams }: AuditPageProps) {
  const ctx = await getSettingsContext('audit');
  if (ctx === null) return <SettingsRefused part="audit" />;
  // An address that somebody mistyped shows the whole log instead of an error.
  const parsed = listAuditEventsInputSchema.safeParse(await searchParams);
  const { cursor: _cursor, ...input } = parsed.data ?? listAuditEventsInputSchema.parse({});
  const page = await listAuditEvents(ctx, { ...input, limit: 50 });
  const studies = await listStudies(ctx, { withArchived: true });
  return <AuditView initial={page} studies={studies.map(({ id, name }) => ({ id, name }))} />;
}
