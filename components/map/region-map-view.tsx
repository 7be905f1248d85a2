'use client';

import { useComputedColorScheme } from '@mantine/core';
import { Circle, CircleMarker, Polygon, useMapEvents } from 'react-leaflet';
import type { RegionShape } from '#lib/passive/domain/checks/rule.ts';
import { boundsOf, toLatLng, type LonLat } from './lon-lat.ts';
import { MapFrame } from './map-frame.tsx';
import { tokenColor } from './token-color.ts';

export interface RegionMapProps {
  /** What the map shows, for screen readers. */
  readonly label: string;
  /** Null: nothing is drawn yet. A polygon may have fewer corners than it needs while it is drawn. */
  readonly shape: RegionShape | null;
  /** A click: the centre of the circle, or the next corner, [lon, lat]. */
  readonly onPoint: (at: LonLat) => void;
  /** Positions of sources, to draw around. */
  readonly positions: readonly LonLat[];
}

/** The map itself; load it through `RegionMap`, it needs a browser. */
export function RegionMapView({ label, shape, onPoint, positions }: RegionMapProps) {
  const scheme = useComputedColorScheme('light');
  const corners = shape?.type === 'polygon' ? shape.ring : shape ? [shape.center] : [];
  return (
    <MapFrame label={label} bounds={boundsOf(corners.length > 0 ? corners : positions)} isOwnContext>
      <Clicks onPoint={onPoint} />
      <Shape key={scheme} shape={shape} />
      {positions.map((at, place) => (
        <CircleMarker
          key={`${scheme} ${String(place)}`}
          center={toLatLng(at)}
          radius={4}
          interactive={false}
          pathOptions={{ color: tokenColor('--cairn-series-2'), weight: 2 }}
        />
      ))}
    </MapFrame>
  );
}

function Shape({ shape }: Pick<RegionMapProps, 'shape'>) {
  if (shape === null) return null;
  const look = { color: tokenColor('--cairn-series-1'), weight: 3, fillOpacity: 0.15 };
  if (shape.type === 'circle') {
    return <Circle center={toLatLng(shape.center)} radius={shape.radiusM} interactive={false} pathOptions={look} />;
  }
  return (
    <>
      <Polygon positions={shape.ring.map(toLatLng)} interactive={false} pathOptions={look} />
      {shape.ring.map((at, place) => (
        <CircleMarker key={String(place)} center={toLatLng(at)} radius={5} interactive={false} pathOptions={look} />
      ))}
    </>
  );
}

function Clicks({ onPoint }: Pick<RegionMapProps, 'onPoint'>) {
  useMapEvents({
    click: ({ latlng }) => {
      const { lng, lat } = latlng.wrap();
      onPoint([round(lng), round(lat)]);
    },
  });
  return null;
}

/** About a metre. */
function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
