'use client';

import { useComputedColorScheme } from '@mantine/core';
import { Fragment } from 'react';
import { Polygon } from 'react-leaflet';
import type { Polygon as Rings } from '#lib/registry/domain/geometry-edit.ts';
import { toLatLng } from './lon-lat.ts';
import { tokenColor } from './token-color.ts';

/** A shape that is drawn whole, as a dashed line. */
export interface OutlineShape {
  readonly id: string;
  readonly polygons: readonly Rings[];
  /** A token of the theme. */
  readonly color: string;
}

/** Shapes to find one's way by; they take no clicks. */
export function OutlineShapes({ shapes }: { readonly shapes: readonly OutlineShape[] }) {
  const scheme = useComputedColorScheme('light');
  return (
    <Fragment key={scheme}>
      {shapes.map(({ id, polygons, color }) => (
        <Polygon
          key={id}
          positions={polygons.map((rings) => rings.map((ring) => ring.map(toLatLng)))}
          interactive={false}
          pathOptions={{ color: tokenColor(color), weight: 2, dashArray: '6 4', fillOpacity: 0.04 }}
        />
      ))}
    </Fragment>
  );
}
