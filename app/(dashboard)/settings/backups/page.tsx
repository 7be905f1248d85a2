import type { Metadata } from 'next';
import { BackupsView } from '#components/backups/backups-view.tsx';
import { listBackups } from '#lib/exports/index.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { getInstallationPageContext } from '../../../_server/settings-access.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('backups'))('title') };
}

export default async function BackupsPage() {
  const ctx = await getInstallationPageContext();
  const { config } = await getRuntime();
  return <BackupsView initial={await listBackups(ctx, config)} />;
}
