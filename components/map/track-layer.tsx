'use client';

import { useComputedColorScheme } from '@mantine/core';
import { Fragment } from 'react';
import { CircleMarker, Polyline } from 'react-leaflet';
import { seriesColor } from '#components/charts/palette.ts';
import { toLatLng, type LonLat } from './lon-lat.ts';
import { tokenColor } from './token-color.ts';

export interface MapTrack {
  readonly id: string;
  /** In order of time. */
  readonly positions: readonly LonLat[];
  readonly color?: string;
  /** It goes around something: it has neither a beginning nor an end to mark. */
  readonly isOutline?: boolean;
}

interface TrackLayerProps {
  readonly tracks: readonly MapTrack[];
  readonly highlight: LonLat | null;
}

/** Where something went: a line, a ring where it began, a dot where it is. */
export function TrackLayer({ tracks, highlight }: TrackLayerProps) {
  const scheme = useComputedColorScheme('light');
  const ground = tokenColor('--mantine-color-body');
  return (
    <Fragment key={scheme}>
      {tracks.map(({ id, positions, color, isOutline = false }, index) => {
        const stroke = tokenColor(color ?? seriesColor(index));
        const [first, last] = isOutline ? [] : [positions[0], positions.at(-1)];
        return (
          <Fragment key={id}>
            <Polyline
              positions={positions.map(toLatLng)}
              pathOptions={{ color: ground, weight: 6, opacity: 0.7 }}
              interactive={false}
            />
            <Polyline
              positions={positions.map(toLatLng)}
              pathOptions={{ color: stroke, weight: 3 }}
              interactive={false}
            />
            {first && (
              <CircleMarker
                center={toLatLng(first)}
                radius={5}
                pathOptions={{ color: stroke, weight: 3, fillColor: ground, fillOpacity: 1 }}
                interactive={false}
              />
            )}
            {last && (
              <CircleMarker
                center={toLatLng(last)}
                radius={6}
                pathOptions={{ color: ground, weight: 2, fillColor: stroke, fillOpacity: 1 }}
                interactive={false}
              />
            )}
          </Fragment>
        );
      })}
      {highlight && (
        <CircleMarker
          center={toLatLng(highlight)}
          radius={9}
          pathOptions={{ color: tokenColor('--cairn-focus'), weight: 3, fillOpacity: 0.25 }}
          interactive={false}
        />
      )}
    </Fragment>
  );
}
