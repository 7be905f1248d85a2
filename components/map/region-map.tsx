'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import type { RegionMapProps } from './region-map-view.tsx';

const RegionMapView = dynamic(() => import('./region-map-view.tsx').then((module) => module.RegionMapView), {
  ssr: false,
  loading: () => <Skeleton height="100%" radius={0} aria-busy />,
});

/** A map on which a circle or a polygon is drawn by clicks. */
export function RegionMap({ heightPx, ...map }: RegionMapProps & { readonly heightPx: number }) {
  return (
    <div style={{ height: heightPx, position: 'relative', isolation: 'isolate' }}>
      <RegionMapView {...map} />
    </div>
  );
}
