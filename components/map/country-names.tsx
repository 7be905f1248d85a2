'use client';

import { divIcon } from 'leaflet';
import { useMemo, useState } from 'react';
import { Marker, useMap, useMapEvents } from 'react-leaflet';
import type { Feature, FeatureCollection, Position } from 'geojson';
import { toLatLng, type LonLat } from './lon-lat.ts';
import classes from './map.module.css';

/** Names are drawn from the zoom on at which they have room. */
const fromZoom = 4;
const mostNames = 40;

interface CountryNamesProps {
  readonly countries: FeatureCollection;
}

/** The countries in sight by name, so that one knows where one is without a tile server. */
export function CountryNames({ countries }: CountryNamesProps) {
  const map = useMap();
  const read = () => ({ zoom: map.getZoom(), bounds: map.getBounds() });
  const [view, setView] = useState(read);
  useMapEvents({
    moveend: () => {
      setView(read());
    },
  });
  const places = useMemo(() => countries.features.flatMap(nameOf), [countries]);
  if (view.zoom < fromZoom) return null;
  const inSight = places.filter(({ at }) => view.bounds.contains(toLatLng(at)));
  return inSight
    .slice(0, mostNames)
    .map(({ name, at }) => (
      <Marker
        key={name}
        position={toLatLng(at)}
        interactive={false}
        keyboard={false}
        icon={label(name)}
        zIndexOffset={-1000}
      />
    ));
}

function label(name: string) {
  const text = document.createElement('span');
  text.textContent = name;
  return divIcon({ html: text, className: classes['country'] ?? '', iconSize: [0, 0] });
}

/** The middle of a country's largest part. */
function nameOf({ properties, geometry }: Feature): { readonly name: string; readonly at: LonLat }[] {
  const name: unknown = properties?.['name'];
  const rings =
    geometry.type === 'Polygon'
      ? [geometry.coordinates[0]]
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates.map((part) => part[0])
        : [];
  const largest = rings.filter((ring) => ring !== undefined).sort((a, b) => b.length - a.length)[0];
  if (typeof name !== 'string' || !largest) return [];
  return [{ name, at: middleOf(largest) }];
}

function middleOf(ring: readonly Position[]): LonLat {
  const lons = ring.map(([lon = 0]) => lon);
  const lats = ring.map(([, lat = 0]) => lat);
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return [middle(lons), middle(lats)];
}
