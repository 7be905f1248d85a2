import type { Metadata } from 'next';
import { BrokersView } from '#components/sensors/brokers/brokers-view.tsx';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { listMqttConnections } from '#lib/sensors/index.ts';
import { getSettingsContext } from '../../../_server/settings-access.ts';
import { SettingsRefused } from '../../../_server/settings-refused.tsx';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('brokers'))('title') };
}

export default async function BrokersPage() {
  const ctx = await getSettingsContext('brokers');
  if (ctx === null) return <SettingsRefused part="brokers" />;
  const connections = await listMqttConnections(ctx);
  return <BrokersView initial={connections} canRead={hasVerb(ctx.actor, 'passive.quarantine')} />;
}
