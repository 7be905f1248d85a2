'use client';

import { DomUtil } from 'leaflet';
import { useEffect } from 'react';
import { useMap } from 'react-leaflet';
import { heatColors, paintHeat } from './heat-painter.ts';
import { toLatLng, type LonLat } from './lon-lat.ts';

/** Where positions are dense, as a glow over the map. */
export function HeatLayer({ positions }: { readonly positions: readonly LonLat[] }) {
  const map = useMap();
  useEffect(() => {
    const canvas = document.createElement('canvas');
    const pane = map.getPane('overlayPane');
    const colors = heatColors();
    const paint = () => {
      const { x: width, y: height } = map.getSize();
      // The pane moves with the map; the canvas stays where the window is.
      const corner = map.containerPointToLayerPoint([0, 0]);
      DomUtil.setPosition(canvas, corner);
      canvas.width = width;
      canvas.height = height;
      canvas.style.visibility = '';
      paintHeat(canvas, positions, {
        place: (position) => map.latLngToContainerPoint(toLatLng(position)),
        colors,
      });
    };
    const hide = () => {
      canvas.style.visibility = 'hidden';
    };
    pane?.append(canvas);
    map.on('moveend zoomend resize', paint);
    map.on('zoomstart', hide);
    paint();
    return () => {
      map.off('moveend zoomend resize', paint);
      map.off('zoomstart', hide);
      canvas.remove();
    };
  }, [map, positions]);
  return null;
}
