'use client';

import { Legend } from '#components/charts/legend.tsx';
import type { MapPoint } from './cluster.ts';
import { HeatLayer } from './heat-layer.tsx';
import { boundsOf, type LonLat } from './lon-lat.ts';
import { MapFrame } from './map-frame.tsx';
import { PointLayer } from './point-layer.tsx';
import { TrackLayer, type MapTrack } from './track-layer.tsx';

export interface LeafletMapProps {
  /** What the map shows, for screen readers. */
  readonly label: string;
  readonly points?: readonly MapPoint[];
  readonly tracks?: readonly MapTrack[];
  /** Positions shown as heat: the denser, the brighter. */
  readonly heat?: readonly LonLat[];
  /** A place to point out (the moment under the pointer of a chart). */
  readonly highlight?: LonLat | null;
  readonly selectedId?: string | null;
  readonly onSelect?: (id: string) => void;
  readonly legend?: readonly { readonly label: string; readonly color: string }[];
}

const noPoints: readonly MapPoint[] = [];
const noTracks: readonly MapTrack[] = [];
const noPositions: readonly LonLat[] = [];

/** The map itself; load it through {@link MapView}, it needs a browser. */
export function LeafletMap({
  label,
  points = noPoints,
  tracks = noTracks,
  heat = noPositions,
  highlight = null,
  selectedId = null,
  onSelect,
  legend,
}: LeafletMapProps) {
  const moved = [...tracks.flatMap((track) => track.positions), ...heat];
  // A track is its own context; points beside it do not pull the map away.
  const bounds = boundsOf(moved.length > 0 ? moved : points.map(({ position }) => position));
  return (
    <MapFrame
      label={label}
      bounds={bounds}
      isOwnContext={moved.length > 0}
      legend={legend && legend.length > 0 ? <Legend items={legend} /> : null}
    >
      {heat.length > 0 && <HeatLayer positions={heat} />}
      <TrackLayer tracks={tracks} highlight={highlight} />
      <PointLayer points={points} selectedId={selectedId} onSelect={onSelect} />
    </MapFrame>
  );
}
