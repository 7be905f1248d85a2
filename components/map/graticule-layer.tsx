'use client';

import { useComputedColorScheme } from '@mantine/core';
import { Fragment, useState } from 'react';
import { Polyline, useMap, useMapEvents } from 'react-leaflet';
import { graticule } from './graticule.ts';
import { tokenColor } from './token-color.ts';

/** Lines of latitude and longitude: where outlines are far away, they say how big things are and that the map moves. */
export function GraticuleLayer() {
  const map = useMap();
  const scheme = useComputedColorScheme('light');
  const read = () => {
    const bounds = map.getBounds();
    return graticule({
      west: bounds.getWest(),
      south: bounds.getSouth(),
      east: bounds.getEast(),
      north: bounds.getNorth(),
    });
  };
  const [lines, setLines] = useState(read);
  useMapEvents({
    moveend: () => {
      setLines(read());
    },
  });
  return (
    <Fragment key={scheme}>
      {lines.map((line) => (
        <Polyline
          key={line.key}
          positions={line.latLngs}
          interactive={false}
          pathOptions={{ color: tokenColor('--cairn-coast'), weight: 0.5, opacity: 0.7 }}
        />
      ))}
    </Fragment>
  );
}
