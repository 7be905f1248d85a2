'use client';

import { useEffect, type ReactNode } from 'react';
import { Popup, useMap } from 'react-leaflet';
import type { MapPoint } from './cluster.ts';
import { toLatLng, type LonLat } from './lon-lat.ts';
import { MapFrame } from './map-frame.tsx';
import { PointLayer } from './point-layer.tsx';
import { ShapeEditor, type ShapeEditorProps } from './shape-editor.tsx';
import { OutlineShapes, type OutlineShape } from './outline-shapes.tsx';
import { toLatLngBounds, UnitTiles, type UnitTilesProps } from './unit-tiles.tsx';

export interface UnitTileMapProps extends Omit<UnitTilesProps, 'source'> {
  /** What the map shows, for screen readers. */
  readonly label: string;
  /** [west, south, east, north] of the data; null: nothing has a position. */
  readonly bounds: readonly [number, number, number, number] | null;
  /** Null: no units but what is given. */
  readonly source: UnitTilesProps['source'] | null;
  /** What stands beside a place that was picked. */
  readonly popup?: { readonly position: LonLat; readonly content: ReactNode; readonly onClose: () => void } | null;
  /** Where to go; another object each time. */
  readonly goTo?: { readonly position: LonLat; readonly zoom: number } | null;
  /** Other things than units. */
  readonly points?: readonly MapPoint[];
  readonly onPoint?: (id: string) => void;
  /** Shapes that are given whole, under what is edited. */
  readonly outlines?: readonly OutlineShape[];
  readonly editor?: ShapeEditorProps | null;
  readonly legend?: ReactNode;
}

const noPoints: readonly MapPoint[] = [];

/** A map of units; load it through {@link UnitTileMapView}, it needs a browser. */
export function UnitTileMap(props: UnitTileMapProps) {
  const {
    label,
    bounds,
    source,
    popup,
    goTo = null,
    points = noPoints,
    outlines = [],
    editor,
    legend,
    ...tiles
  } = props;
  return (
    <MapFrame label={label} bounds={bounds ? toLatLngBounds(bounds) : null} isOwnContext legend={legend}>
      <OutlineShapes shapes={outlines} />
      {source && <UnitTiles source={source} {...tiles} />}
      {points.length > 0 && <PointLayer points={points} selectedId={null} onSelect={props.onPoint} />}
      {editor && <ShapeEditor {...editor} />}
      {popup && (
        <Popup
          key={popup.position.join(' ')}
          position={toLatLng(popup.position)}
          closeButton={false}
          eventHandlers={{ remove: popup.onClose }}
        >
          {popup.content}
        </Popup>
      )}
      <GoTo goTo={goTo} />
    </MapFrame>
  );
}

function GoTo({ goTo }: { readonly goTo: UnitTileMapProps['goTo'] }) {
  const map = useMap();
  useEffect(() => {
    if (goTo) map.setView(toLatLng(goTo.position), Math.max(goTo.zoom, map.getZoom()));
  }, [goTo, map]);
  return null;
}
