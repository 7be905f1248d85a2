import type { ReactNode } from 'react';
import { listStudies } from '#lib/accounts/index.ts';
import { MapConfigProvider } from '#components/map/map-config.tsx';
import { Frame } from '#components/shell/frame.tsx';
import { getRuntime } from '#lib/platform/runtime.ts';
import { getPageContext, getViewer } from '../_server/page-context.ts';
import { visiblePlaces } from '../_server/visible-places.ts';

export default async function DashboardLayout({ children }: { readonly children: ReactNode }) {
  const ctx = await getPageContext();
  const [viewer, studies] = await Promise.all([getViewer(), listStudies(ctx)]);
  const { config } = await getRuntime();
  return (
    <MapConfigProvider value={config.baseMaps}>
      <Frame
        data={{
          viewer: { name: viewer.user.name, email: viewer.user.email },
          organizations: viewer.organizations.map(({ id, name }) => ({ id, name })),
          organizationId: viewer.organizationId,
          studies: studies.map(({ key, name }) => ({ key, name })),
          places: visiblePlaces(ctx.actor),
        }}
      >
        {children}
      </Frame>
    </MapConfigProvider>
  );
}
