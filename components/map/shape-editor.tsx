'use client';

import { useComputedColorScheme } from '@mantine/core';
import { DomEvent, divIcon, type DivIcon, type LeafletKeyboardEvent, type Marker as LeafletMarker } from 'leaflet';
import { Fragment, useState } from 'react';
import { Marker, Polygon, Polyline, useMap, useMapEvents } from 'react-leaflet';
import { useTranslations } from 'use-intl/react';
import type { Corner, CornerAddress, GeometryAct, Sketch } from '#lib/registry/domain/geometry-edit.ts';
import { toLatLng } from './lon-lat.ts';
import classes from './map.module.css';
import { tokenColor } from './token-color.ts';

/** What a click on the map does. */
export type EditMode = 'look' | 'point' | 'shape' | 'draw';

export interface ShapeEditorProps {
  readonly sketch: Sketch;
  readonly mode: EditMode;
  /** The corner that is pointed out. */
  readonly selected: CornerAddress | null;
  readonly onSelect: (corner: CornerAddress | null) => void;
  readonly onAct: (act: GeometryAct) => void;
}

/** Corners that can be taken hold of at once; where more are in sight, one goes nearer first. */
const mostHandles = 250;
const color = '--cairn-series-1';

/** The unit that is edited: its point and its shape, with handles for mouse, finger and keyboard. */
export function ShapeEditor(props: ShapeEditorProps) {
  const { sketch, mode, onAct } = props;
  const scheme = useComputedColorScheme('light');
  const t = useTranslations('maps');
  useMapEvents({
    click: ({ latlng }) => {
      const at: Corner = [latlng.lng, latlng.lat];
      if (mode === 'point') onAct({ do: 'placePoint', at });
      if (mode === 'draw') onAct({ do: 'draw', at });
    },
  });
  const { location, polygons, draft } = sketch;
  const look = { color: tokenColor(color), weight: 3, fillOpacity: 0.15 };
  return (
    <Fragment key={scheme}>
      {polygons.map((rings, place) => (
        <Polygon
          // The n-th area is the n-th area, wherever its corners are.
          key={String(place)}
          positions={rings.map((ring) => ring.map(toLatLng))}
          interactive={false}
          pathOptions={look}
        />
      ))}
      {draft && (
        <Polyline positions={draft.map(toLatLng)} interactive={false} pathOptions={{ ...look, dashArray: '4 6' }} />
      )}
      {draft?.map((at, place) => (
        <Marker
          key={String(place)}
          position={toLatLng(at)}
          icon={handle(classes['corner'])}
          interactive={false}
          keyboard={false}
        />
      ))}
      {location && (
        <Handle
          at={[location[0], location[1]]}
          name={t('edit.point')}
          className={classes['pin']}
          isMovable={mode === 'point'}
          onMove={(at) => {
            onAct({ do: 'placePoint', at });
          }}
        />
      )}
      {mode === 'shape' && <Corners {...props} />}
    </Fragment>
  );
}

/** Handles of the corners in sight, and of the middles between them, which become corners. */
function Corners({ sketch, selected, onSelect, onAct }: ShapeEditorProps) {
  const t = useTranslations('maps');
  const map = useMap();
  const [bounds, setBounds] = useState(() => map.getBounds());
  useMapEvents({
    moveend: () => {
      setBounds(map.getBounds());
    },
  });
  const inSight = cornersOf(sketch).filter(({ at }) => bounds.contains(toLatLng(at)));
  if (inSight.length > mostHandles)
    return <p className={classes['notice']}>{t('edit.tooManyCorners', { count: inSight.length })}</p>;
  return inSight.map(({ address, at, next, number }) => {
    const key = [address.polygon, address.ring, address.corner].join(' ');
    const middle: Corner = [(at[0] + next[0]) / 2, (at[1] + next[1]) / 2];
    const isSelected = selected !== null && key === [selected.polygon, selected.ring, selected.corner].join(' ');
    return (
      <Fragment key={key}>
        <Handle
          at={at}
          name={t('edit.corner', { number })}
          className={classes[isSelected ? 'cornerSelected' : 'corner']}
          isMovable
          onMove={(to) => {
            onAct({ do: 'moveCorner', corner: address, to });
          }}
          onSelect={() => {
            onSelect(address);
          }}
          onRemove={() => {
            onAct({ do: 'removeCorner', corner: address });
            onSelect(null);
          }}
        />
        <Handle
          at={middle}
          name={t('edit.addCornerAfter', { number })}
          className={classes['middleHandle']}
          isMovable
          onMove={(to) => {
            onAct({ do: 'addCorner', after: address, at: to });
          }}
          onSelect={() => {
            onAct({ do: 'addCorner', after: address, at: middle });
          }}
        />
      </Fragment>
    );
  });
}

interface PlacedCorner {
  readonly address: CornerAddress;
  readonly at: Corner;
  readonly next: Corner;
  /** From 1, in its ring. */
  readonly number: number;
}

function cornersOf({ polygons }: Sketch): PlacedCorner[] {
  return polygons.flatMap((rings, polygon) =>
    rings.flatMap((corners, ring) =>
      corners.map((at, corner) => ({
        address: { polygon, ring, corner },
        at,
        next: corners[(corner + 1) % corners.length] ?? at,
        number: corner + 1,
      })),
    ),
  );
}

interface HandleProps {
  readonly at: Corner;
  readonly name: string;
  readonly className: string | undefined;
  readonly isMovable: boolean;
  readonly onMove: (to: Corner) => void;
  readonly onSelect?: () => void;
  readonly onRemove?: () => void;
}

/** Steps of the arrow keys, px. */
const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
const stepPx = { fine: 2, coarse: 20 };

/** Something to take hold of: dragged, or moved with the arrow keys (Shift: farther), removed with Delete. */
function Handle({ at, name, className, isMovable, onMove, onSelect, onRemove }: HandleProps) {
  const map = useMap();
  const onKey = ({ originalEvent: event }: LeafletKeyboardEvent) => {
    const step = steps[event.key];
    if (step && isMovable) {
      const px = event.shiftKey ? stepPx.coarse : stepPx.fine;
      const to = map.unproject(map.project(toLatLng(at)).add([step[0] * px, step[1] * px]));
      onMove([to.lng, to.lat]);
    } else if (event.key === 'Delete' || event.key === 'Backspace') onRemove?.();
    else if (event.key === 'Enter' || event.key === ' ') onSelect?.();
    else return;
    // The map has keys of its own.
    DomEvent.stop(event);
  };
  return (
    <Marker
      position={toLatLng(at)}
      icon={handle(className)}
      draggable={isMovable}
      alt={name}
      title={name}
      eventHandlers={{
        keydown: onKey,
        click: () => onSelect?.(),
        dragend: ({ target }) => {
          const { lng, lat } = (target as LeafletMarker).getLatLng();
          onMove([lng, lat]);
        },
      }}
    />
  );
}

const handles = new Map<string, DivIcon>();

/** A sign in the middle of a target for fingers (WCAG 2.2, 2.5.8); the same object each time, so that none loses the focus. */
function handle(className = ''): DivIcon {
  const known = handles.get(className);
  if (known) return known;
  const html = `<span class="${className}"></span>`;
  const made = divIcon({ html, className: classes['marker'] ?? '', iconSize: [28, 28] });
  handles.set(className, made);
  return made;
}
