'use client';

import { divIcon } from 'leaflet';
import { useMemo, useState } from 'react';
import { Marker, Tooltip, useMap, useMapEvents } from 'react-leaflet';
import { useTranslations } from 'use-intl/react';
import { clusterPoints, markerSizePx, type Cluster, type MapPoint } from './cluster.ts';
import { boundsOf, toLatLng } from './lon-lat.ts';
import classes from './map.module.css';

interface PointLayerProps {
  readonly points: readonly MapPoint[];
  readonly selectedId: string | null;
  readonly onSelect: ((id: string) => void) | undefined;
}

/** Points, gathered into clusters where they would lie on each other. Tab and Enter work on each. */
export function PointLayer({ points, selectedId, onSelect }: PointLayerProps) {
  const map = useMap();
  const [zoom, setZoom] = useState(() => map.getZoom());
  useMapEvents({
    zoomend: () => {
      setZoom(map.getZoom());
    },
  });
  const clusters = useMemo(() => clusterPoints(points, Math.round(zoom)), [points, zoom]);
  return clusters.map((cluster) => (
    <ClusterMarker key={cluster.key} cluster={cluster} selectedId={selectedId} onSelect={onSelect} />
  ));
}

interface ClusterMarkerProps extends Omit<PointLayerProps, 'points'> {
  readonly cluster: Cluster;
}

function ClusterMarker({ cluster, selectedId, onSelect }: ClusterMarkerProps) {
  const t = useTranslations('shell');
  const map = useMap();
  const { points, position } = cluster;
  const only = points.length === 1 ? points[0] : undefined;
  const isSelected = points.some(({ id }) => id === selectedId);
  const name = only ? only.label : t('map.cluster', { count: points.length });
  const icon = useMemo(() => markerIcon(points, isSelected), [points, isSelected]);
  const open = () => {
    if (only) {
      onSelect?.(only.id);
      return;
    }
    const bounds = boundsOf(points.map((point) => point.position));
    if (bounds) map.fitBounds(bounds, { padding: [48, 48], maxZoom: Math.max(map.getZoom() + 2, 12) });
  };
  return (
    <Marker
      position={toLatLng(position)}
      icon={icon}
      alt={name}
      title={name}
      eventHandlers={{
        click: open,
        keypress: ({ originalEvent }) => {
          if (originalEvent.key === 'Enter') open();
        },
      }}
    >
      <Tooltip direction="top" offset={[0, -8]}>
        {name}
        {only?.detail !== undefined && (
          <>
            <br />
            {only.detail}
          </>
        )}
      </Tooltip>
    </Marker>
  );
}

function markerIcon(points: readonly MapPoint[], isSelected: boolean) {
  const count = points.length;
  const isCluster = count > 1;
  const sizePx = markerSizePx(count);
  const marker = document.createElement('span');
  marker.className = classes[isCluster ? 'cluster' : 'dot'] ?? '';
  if (isSelected) marker.dataset['selected'] = 'true';
  if (isCluster) marker.textContent = count > 999 ? `${String(Math.floor(count / 1000))}k` : String(count);
  // The dot is drawn smaller than the target around it.
  if (!isCluster) marker.style.cssText = 'width: 16px; height: 16px;';
  marker.style.background = (isCluster ? undefined : points[0]?.color) ?? 'var(--cairn-series-1)';
  return divIcon({ html: marker, className: classes['marker'] ?? '', iconSize: [sizePx, sizePx] });
}
