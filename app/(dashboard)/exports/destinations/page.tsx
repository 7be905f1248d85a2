import type { Metadata } from 'next';
import { destinationViewSchema } from '#components/exports/destinations/destination-data.ts';
import { DestinationsView } from '#components/exports/destinations/destinations-view.tsx';
import { RefusedPage } from '#components/sources/refused-page.tsx';
import { destinationsOfPlugins, listDestinations } from '#lib/exports/index.ts';
import { hasVerb } from '#lib/platform/auth/require-verb.ts';
import { getRuntime } from '#lib/platform/runtime.ts';
import { getPageContext } from '../../../_server/page-context.ts';
import { getTranslator } from '../../../_server/translator.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslator('deliveries'))('title') };
}

export default async function DestinationsPage() {
  const ctx = await getPageContext();
  if (!hasVerb(ctx.actor, 'destinations.manage')) {
    return <RefusedPage title={(await getTranslator('deliveries'))('title')} verb="destinations.manage" />;
  }
  const { config } = await getRuntime();
  const destinations = await listDestinations(ctx, config);
  return (
    <DestinationsView
      destinations={destinations.map((destination) => destinationViewSchema.parse(destination))}
      hasFolders={config.exportDir !== null}
      canBackUp={config.backupKey !== null && ctx.actor.kind === 'user' && ctx.actor.isAdministrator}
      offered={destinationsOfPlugins(ctx.plugins.hooks).map(({ kind, title, parameters }) => ({
        kind,
        title,
        parameters,
      }))}
    />
  );
}
