import type { Metadata } from 'next';
import { PublicMap } from '#components/sensors/public/public-map.tsx';
import { getRuntime } from '#lib/platform/runtime.ts';
import { listPublicSites } from '#lib/sensors/index.ts';
import { getTranslator } from '../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('sensorPages'))('public.mapTitle') };
}

/** Without sign-in. */
export default async function PublicSensorsPage() {
  const { db, config } = await getRuntime();
  const { items, next } = await listPublicSites({ db, now: new Date() }, { limit: 200 });
  return <PublicMap initial={{ items: [...items], next }} maps={config.baseMaps} />;
}
