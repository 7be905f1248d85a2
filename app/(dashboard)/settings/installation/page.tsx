import { Stack } from '@mantine/core';
import type { Metadata } from 'next';
import { AuditView } from '#components/accounts/audit/audit-view.tsx';
import { ArchivedOrganizations } from '#components/accounts/settings/archived-organizations.tsx';
import {
  listArchivedOrganizations,
  listAuditEventsInputSchema,
  listInstallationAuditEvents,
} from '#lib/accounts/index.ts';
import { HeldMonths } from '#components/retention/held-months.tsx';
import { listHeldMonths } from '#lib/passive/index.ts';
import { getInstallationPageContext } from '../../../_server/settings-access.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('accounts'))('installation.title') };
}

interface InstallationPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function InstallationPage({ searchParams }: InstallationPageProps) {
  const ctx = await getInstallationPageContext();
  // An address that somebody mistyped shows the whole log instead of an error.
  const parsed = listAuditEventsInputSchema.safeParse(await searchParams);
  const { cursor: _cursor, ...input } = parsed.data ?? listAuditEventsInputSchema.parse({});
  const archived = await listArchivedOrganizations(ctx);
  const page = await listInstallationAuditEvents(ctx, { ...input, limit: 50 });
  return (
    <Stack gap="lg">
      <div>
        <AuditView of="installation" initial={page} />
      </div>
      <HeldMonths initial={await listHeldMonths(ctx)} />
      <ArchivedOrganizations organizations={archived} />
    </Stack>
  );
}
