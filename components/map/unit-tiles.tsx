'use client';

import { useComputedColorScheme } from '@mantine/core';
import type { LatLng, LatLngBoundsLiteral } from 'leaflet';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { Tooltip, useMap, useMapEvents } from 'react-leaflet';
import { apiUrl } from '#components/ui/api-client.ts';
import type { TileDetail } from '#lib/registry/domain/unit-tile.ts';
import { gatherMarkers, type ColorOf, type UnitMarker } from './gather-markers.ts';
import { toLatLng, type LonLat } from './lon-lat.ts';
import classes from './map.module.css';
import type { TileShape, UnitTile } from './read-unit-tile.ts';
import { UnitMarkers, type UnitPick } from './unit-markers.tsx';
import { UnitTileLayer } from './unit-tile-layer.ts';

/** Which units a map shows. */
export interface UnitTileSource {
  readonly version: string;
  /** Searches as JSON; see `unitSearchSchema`. */
  readonly searches: string;
  readonly detail: TileDetail;
  /** Another number: what is there is asked for again. */
  readonly round?: number;
}

/** What is in sight. */
export interface UnitsInView {
  readonly markers: readonly UnitMarker[];
  readonly shapes: readonly TileShape[];
}

export interface UnitTilesProps {
  readonly source: UnitTileSource;
  readonly colorOf: ColorOf;
  readonly selectedId: string | null;
  readonly onPick: (pick: UnitPick) => void;
  readonly onView?: ((view: UnitsInView) => void) | undefined;
  readonly onError: (error: Error) => void;
}

/** Units of a version on a map: shapes and dots on the tiles, clusters and single units as markers. */
export function UnitTiles({ source, colorOf, selectedId, onPick, onView, onError }: UnitTilesProps) {
  const map = useMap();
  const scheme = useComputedColorScheme('light');
  const layer = useRef<UnitTileLayer | null>(null);
  const [tiles, setTiles] = useState<readonly UnitTile[]>([]);
  const { version, searches, detail, round } = source;
  const paint = useMemo(() => ({ colorOf, detail, selectedId }), [colorOf, detail, selectedId]);
  const fail = useEffectEvent(onError);
  const currentPaint = useEffectEvent(() => paint);
  useEffect(() => {
    const urlOf = (z: number, x: number, y: number) =>
      apiUrl(`units/tiles/${[z, x, y].join('/')}`, { version, searches, detail });
    const made = new UnitTileLayer({ urlOf, onTiles: setTiles, onError: fail }, currentPaint());
    layer.current = made.addTo(map);
    return () => {
      made.remove();
    };
  }, [map, version, searches, detail, round]);
  useEffect(() => layer.current?.repaint(paint), [paint, scheme]);
  const markers = useMemo(() => gatherMarkers(tiles, detail, colorOf), [tiles, detail, colorOf]);
  useInView({ tiles, markers, colorOf, onView });
  const pickAt = (place: LatLng) => {
    const found = layer.current?.at(place);
    if (!found) return null;
    const position: LonLat = [place.lng, place.lat];
    if (found.id !== undefined)
      return { is: 'unit', id: found.id, name: found.name ?? '', kind: found, position } as const;
    return { is: 'stack', count: 'count' in found ? found.count : 1, position } as const;
  };
  const hover = useHover((place) => {
    const pick = pickAt(place);
    return pick?.is === 'unit' ? pick.name : null;
  });
  useMapEvents({
    click: ({ latlng }) => {
      const pick = pickAt(latlng);
      if (pick) onPick(pick);
    },
  });
  return (
    <>
      {detail === 'clusters' && <UnitMarkers markers={markers} selectedId={selectedId} onPick={onPick} />}
      {hover && (
        <Tooltip key={hover.name} position={hover.at} direction="top" offset={[0, -10]}>
          {hover.name}
        </Tooltip>
      )}
    </>
  );
}

/** Name of what the pointer is over, and where. */
function useHover(nameAt: (place: LatLng) => string | null) {
  const map = useMap();
  const [hover, setHover] = useState<{ readonly name: string; readonly at: LatLng } | null>(null);
  const waiting = useRef(0);
  useMapEvents({
    mousemove: ({ latlng }) => {
      cancelAnimationFrame(waiting.current);
      waiting.current = requestAnimationFrame(() => {
        const name = nameAt(latlng);
        map.getContainer().classList.toggle(classes['pointing'] ?? '', name !== null);
        setHover(name === null ? null : { name, at: latlng });
      });
    },
    mouseout: () => {
      cancelAnimationFrame(waiting.current);
      setHover(null);
    },
  });
  return hover;
}

interface InViewInput extends Pick<UnitTilesProps, 'colorOf' | 'onView'> {
  readonly tiles: readonly UnitTile[];
  readonly markers: readonly UnitMarker[];
}

/** Tells what is in sight whenever that changes. */
function useInView({ tiles, markers, colorOf, onView }: InViewInput): void {
  const map = useMap();
  const tell = useEffectEvent(() => {
    const bounds = map.getBounds();
    const shapes = new Map<string, TileShape>();
    for (const shape of tiles.flatMap((tile) => tile.shapes)) if (colorOf(shape) !== null) shapes.set(shape.id, shape);
    onView?.({
      markers: markers.filter(({ position }) => bounds.contains(toLatLng(position))),
      shapes: [...shapes.values()],
    });
  });
  useEffect(() => {
    tell();
  }, [tiles, markers]);
  useEffect(() => {
    const moved = () => {
      tell();
    };
    map.on('moveend', moved);
    return () => {
      map.off('moveend', moved);
    };
  }, [map]);
}

/** Corners of a box [west, south, east, north] in Leaflet's order. */
export function toLatLngBounds([west, south, east, north]: readonly [
  number,
  number,
  number,
  number,
]): LatLngBoundsLiteral {
  return [
    [south, west],
    [north, east],
  ];
}
