'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import type { LeafletMapProps } from './leaflet-map.tsx';

export type { MapPoint } from './cluster.ts';
export type { LonLat } from './lon-lat.ts';
export type { MapTrack } from './track-layer.tsx';

const LeafletMap = dynamic(() => import('./leaflet-map.tsx').then((module) => module.LeafletMap), {
  ssr: false,
  loading: () => <Skeleton height="100%" radius={0} aria-busy />,
});

interface MapViewProps extends LeafletMapProps {
  /** CSS height; the map keeps it while it loads, so that nothing jumps. */
  readonly height?: number | string;
}

/** A map that opens where the data is: points (clustered) and tracks over outlines that need no internet. */
export function MapView({ height = 360, ...map }: MapViewProps) {
  return (
    <div style={{ height, position: 'relative', isolation: 'isolate' }}>
      <LeafletMap {...map} />
    </div>
  );
}
