'use client';

import { Skeleton } from '@mantine/core';
import dynamic from 'next/dynamic';
import type { UnitTileMapProps } from './unit-tile-map.tsx';

export type { ColorOf, UnitMarker } from './gather-markers.ts';
export type { EditMode } from './shape-editor.tsx';
export type { UnitKind } from './read-unit-tile.ts';
export type { UnitPick } from './unit-markers.tsx';
export type { UnitsInView } from './unit-tiles.tsx';

const UnitTileMap = dynamic(() => import('./unit-tile-map.tsx').then((module) => module.UnitTileMap), {
  ssr: false,
  loading: () => <Skeleton height="100%" radius={0} aria-busy />,
});

interface UnitTileMapViewProps extends UnitTileMapProps {
  /** CSS height; the map keeps it while it loads, so that nothing jumps. */
  readonly height?: number | string;
}

/** A map of the units of a version, read tile by tile; and of what is edited among them. */
export function UnitTileMapView({ height = 480, ...map }: UnitTileMapViewProps) {
  return (
    <div style={{ height, position: 'relative', isolation: 'isolate' }}>
      <UnitTileMap {...map} />
    </div>
  );
}
