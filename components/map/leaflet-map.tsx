'use client';

import 'leaflet/dist/leaflet.css';
import { useEffect, useRef } from 'react';
import { AttributionControl, MapContainer, ScaleControl, TileLayer, useMap } from 'react-leaflet';
import { useTranslations } from 'use-intl/react';
import { Legend } from '#components/charts/legend.tsx';
import type { MapPoint } from './cluster.ts';
import { boundsOf, dataPadding, type LonLat } from './lon-lat.ts';
import { MapButtons } from './map-buttons.tsx';
import { useTileServer } from './map-config.tsx';
import classes from './map.module.css';
import { OutlineLayer } from './outline-layer.tsx';
import { PointLayer } from './point-layer.tsx';
import { TrackLayer, type MapTrack } from './track-layer.tsx';

export interface LeafletMapProps {
  /** What the map shows, for screen readers. */
  readonly label: string;
  readonly points?: readonly MapPoint[];
  readonly tracks?: readonly MapTrack[];
  /** A place to point out (the moment under the pointer of a chart). */
  readonly highlight?: LonLat | null;
  readonly selectedId?: string | null;
  readonly onSelect?: (id: string) => void;
  readonly legend?: readonly { readonly label: string; readonly color: string }[];
}

/** The whole earth, shown while there is no data. */
const worldBounds: [[number, number], [number, number]] = [
  [-50, -130],
  [65, 150],
];
/** How near the map goes by itself: with tiles to the street; with outlines alone so near that a border stays in sight. */
const closestZoom = { tiles: 15, outlines: 11 };
const noPoints: readonly MapPoint[] = [];
const noTracks: readonly MapTrack[] = [];

/** The map itself; load it through {@link MapView}, it needs a browser. */
export function LeafletMap({
  label,
  points = noPoints,
  tracks = noTracks,
  highlight = null,
  selectedId = null,
  onSelect,
  legend,
}: LeafletMapProps) {
  const t = useTranslations('shell');
  const tiles = useTileServer();
  const positions = [...points.map(({ position }) => position), ...tracks.flatMap((track) => track.positions)];
  const bounds = boundsOf(positions) ?? worldBounds;
  // A track is its own context; points are not.
  const maxZoom = tiles || tracks.length > 0 ? closestZoom.tiles : closestZoom.outlines;
  return (
    <div role="region" aria-label={label} className={classes['region']}>
      <MapContainer
        bounds={bounds}
        boundsOptions={{ ...dataPadding, maxZoom }}
        className={classes['map'] ?? ''}
        zoomControl={false}
        attributionControl={false}
        preferCanvas
        worldCopyJump
        minZoom={1}
        maxZoom={19}
      >
        {tiles ? <TileLayer url={tiles.url} attribution={tiles.attribution} /> : <OutlineLayer />}
        <AttributionControl prefix={false} />
        <ScaleControl imperial={false} position="bottomleft" />
        <TrackLayer tracks={tracks} highlight={highlight} />
        <PointLayer points={points} selectedId={selectedId} onSelect={onSelect} />
        <FitOnce bounds={boundsOf(positions)} maxZoom={maxZoom} />
        <MapButtons bounds={bounds} maxZoom={maxZoom} />
        <NameContainer label={t('map.keys', { label })} />
      </MapContainer>
      {legend && legend.length > 0 && (
        <div className={classes['legend']}>
          <Legend items={legend} />
        </div>
      )}
    </div>
  );
}

interface FitOnceProps {
  readonly bounds: ReturnType<typeof boundsOf>;
  readonly maxZoom: number;
}

/** Goes to the data when the first of it arrives; afterwards the map stays where the person put it. */
function FitOnce({ bounds, maxZoom }: FitOnceProps) {
  const map = useMap();
  const isFitted = useRef(false);
  useEffect(() => {
    if (!bounds || isFitted.current) return;
    isFitted.current = true;
    map.fitBounds(bounds, { ...dataPadding, maxZoom, animate: false });
  }, [bounds, map, maxZoom]);
  return null;
}

/** The container takes the keyboard (arrows move, + and - zoom); it needs a name and a role for that. */
function NameContainer({ label }: { readonly label: string }) {
  const map = useMap();
  useEffect(() => {
    const container = map.getContainer();
    container.setAttribute('role', 'application');
    container.setAttribute('aria-label', label);
    const observer = new ResizeObserver(() => map.invalidateSize());
    observer.observe(container);
    return () => {
      observer.disconnect();
    };
  }, [label, map]);
  return null;
}
