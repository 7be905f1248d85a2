'use client';

import { divIcon } from 'leaflet';
import { useMemo } from 'react';
import { Marker, Tooltip, useMap } from 'react-leaflet';
import { useFormatter, useTranslations } from 'use-intl/react';
import { markerSizePx } from './cluster.ts';
import type { UnitMarker } from './gather-markers.ts';
import { toLatLng, type LonLat } from './lon-lat.ts';
import classes from './map.module.css';
import type { UnitKind } from './read-unit-tile.ts';

/** What a person pointed at: a unit, or units that lie so near each other that no zoom parts them. */
export type UnitPick =
  | {
      readonly is: 'unit';
      readonly id: string;
      readonly name: string;
      readonly kind: UnitKind;
      readonly position: LonLat;
    }
  | { readonly is: 'stack'; readonly count: number; readonly position: LonLat };

/** From here on a cluster is not parted by going nearer, but told as a list. */
export const stackZoom = 18;

interface UnitMarkersProps {
  readonly markers: readonly UnitMarker[];
  readonly selectedId: string | null;
  readonly onPick: (pick: UnitPick) => void;
}

/** Units and clusters of them. Tab and Enter work on each; a cluster opens by going nearer. */
export function UnitMarkers({ markers, ...rest }: UnitMarkersProps) {
  return markers.map((marker) => <OneMarker key={marker.key} marker={marker} {...rest} />);
}

interface OneMarkerProps extends Omit<UnitMarkersProps, 'markers'> {
  readonly marker: UnitMarker;
}

function OneMarker({ marker, selectedId, onPick }: OneMarkerProps) {
  const t = useTranslations('maps');
  const format = useFormatter();
  const map = useMap();
  const { unit, count, position, cell, parts } = marker;
  const name = unit ? unit.name : t('cluster', { count });
  const isSelected = unit !== null && unit.id === selectedId;
  const look = `${JSON.stringify(parts)}${String(isSelected)}`;
  // The look says all that the icon is made of; a new one for every tile that arrives would lose the focus.
  // eslint-disable-next-line react-hooks/exhaustive-deps -- see above
  const icon = useMemo(() => markerIcon(marker, isSelected, format.number(count, { notation: 'compact' })), [look]);
  const open = () => {
    if (unit) onPick({ is: 'unit', ...unit, position });
    else if (map.getZoom() >= stackZoom) onPick({ is: 'stack', count, position });
    else map.fitBounds([toLatLng(cell[0]), toLatLng(cell[1])], { padding: [24, 24], maxZoom: map.getZoom() + 3 });
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
      </Tooltip>
    </Marker>
  );
}

function markerIcon({ parts, count }: UnitMarker, isSelected: boolean, text: string) {
  const sizePx = markerSizePx(count);
  const marker = document.createElement('span');
  marker.className = classes[count > 1 ? 'cluster' : 'dot'] ?? '';
  if (isSelected) marker.dataset['selected'] = 'true';
  const [first] = parts;
  if (count > 1) {
    const middle = document.createElement('span');
    middle.className = classes['middle'] ?? '';
    middle.textContent = text;
    // The marker is called what its title says: a bare number tells nobody what it counts.
    middle.ariaHidden = 'true';
    marker.append(middle);
    marker.style.background = ring(parts, count);
  } else {
    // The dot is drawn smaller than the target around it.
    marker.style.cssText = 'width: 16px; height: 16px;';
    marker.style.background = first?.color ?? 'var(--cairn-series-1)';
  }
  return divIcon({ html: marker, className: classes['marker'] ?? '', iconSize: [sizePx, sizePx] });
}

/** A ring whose arcs say how many are of which colour. */
function ring(parts: UnitMarker['parts'], count: number): string {
  let from = 0;
  const arcs = parts.map((part) => {
    const to = from + (part.count / count) * 100;
    const arc = `${part.color} ${from.toFixed(1)}% ${to.toFixed(1)}%`;
    from = to;
    return arc;
  });
  return `conic-gradient(${arcs.join(', ')})`;
}
