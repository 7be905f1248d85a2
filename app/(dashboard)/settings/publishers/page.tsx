import type { Metadata } from 'next';
import { PublishersView } from '#components/sensors/publishers/publishers-view.tsx';
import { getRuntime } from '#lib/platform/runtime.ts';
import { getOpenSensors, listPublishers, listQuantityKeys } from '#lib/sensors/index.ts';
import { getSettingsContext } from '../../../_server/settings-access.ts';
import { SettingsRefused } from '../../../_server/settings-refused.tsx';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('publishers'))('title') };
}

export default async function PublishersPage() {
  const ctx = await getSettingsContext('publishers');
  if (ctx === null) return <SettingsRefused part="publishers" />;
  const { db, config } = await getRuntime();
  const [publishers, quantities, open] = await Promise.all([
    listPublishers(ctx),
    listQuantityKeys(db),
    getOpenSensors(ctx, config),
  ]);
  return <PublishersView initial={publishers} quantities={quantities} open={open} />;
}
