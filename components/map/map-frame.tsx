'use client';

import 'leaflet/dist/leaflet.css';
import type { LatLngBoundsLiteral } from 'leaflet';
import { useEffect, useRef, type ReactNode } from 'react';
import { AttributionControl, MapContainer, ScaleControl, TileLayer, useMap } from 'react-leaflet';
import { useTranslations } from 'use-intl/react';
import { CoveredMarkers } from './covered-markers.tsx';
import { dataPadding } from './lon-lat.ts';
import { MapButtons } from './map-buttons.tsx';
import { useBaseMap } from './map-config.tsx';
import classes from './map.module.css';
import { OutlineLayer } from './outline-layer.tsx';

interface MapFrameProps {
  /** What the map shows, for screen readers. */
  readonly label: string;
  /** Where the data is, in Leaflet's order; null: nowhere yet. */
  readonly bounds: LatLngBoundsLiteral | null;
  /** The data is its own context: the map may go as near as with streets behind it. */
  readonly isOwnContext?: boolean;
  /** Layers. */
  readonly children?: ReactNode;
  /** What lies over a corner of the map. */
  readonly legend?: ReactNode;
}

/** The whole earth, shown while there is no data. */
const worldBounds: [[number, number], [number, number]] = [
  [-50, -130],
  [65, 150],
];
/** How near the map goes by itself: with tiles to the street; with outlines alone so near that a border stays in sight. */
const closestZoom = { tiles: 15, outlines: 11 };

/** A map that opens where the data is: base map, scale, attribution, buttons and keyboard; layers are its children. */
export function MapFrame({ label, bounds, isOwnContext = false, children, legend }: MapFrameProps) {
  const t = useTranslations('shell');
  const { map: tiles } = useBaseMap();
  const maxZoom = tiles || isOwnContext ? closestZoom.tiles : closestZoom.outlines;
  return (
    <div role="region" aria-label={label} className={classes['region']}>
      <MapContainer
        bounds={bounds ?? worldBounds}
        boundsOptions={{ ...dataPadding, maxZoom }}
        className={classes['map'] ?? ''}
        zoomControl={false}
        attributionControl={false}
        preferCanvas
        worldCopyJump
        minZoom={1}
        maxZoom={19}
      >
        {tiles ? <TileLayer key={tiles.url} url={tiles.url} attribution={tiles.attribution} /> : <OutlineLayer />}
        <AttributionControl prefix={false} />
        <ScaleControl imperial={false} position="bottomleft" />
        {children}
        <FitOnce bounds={bounds} maxZoom={maxZoom} />
        <MapButtons bounds={bounds ?? worldBounds} maxZoom={maxZoom} />
        <CoveredMarkers />
        <NameContainer label={t('map.keys', { label })} />
      </MapContainer>
      {legend !== undefined && legend !== null && (
        <div className={classes['legend']} data-over-map>
          {legend}
        </div>
      )}
    </div>
  );
}

interface FitOnceProps {
  readonly bounds: LatLngBoundsLiteral | null;
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
