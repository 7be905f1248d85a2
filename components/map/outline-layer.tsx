'use client';

import { useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { FeatureCollection } from 'geojson';
import { GeoJSON } from 'react-leaflet';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { useTranslations } from 'use-intl/react';
import { CountryNames } from './country-names.tsx';
import { cutAtAntimeridian } from './cut-antimeridian.ts';
import { GraticuleLayer } from './graticule-layer.tsx';
import { tokenColor } from './token-color.ts';

/** Countries of the world (Natural Earth, public domain, 1:50 million), part of the build: no internet is needed. */
async function loadOutlines(): Promise<FeatureCollection> {
  const module = (await import('world-atlas/countries-50m.json')) as unknown as {
    default: Topology<{ countries: GeometryCollection }>;
  };
  const { features, ...collection } = feature(module.default, module.default.objects.countries);
  return { ...collection, features: features.map((country) => cutAtAntimeridian(country)) };
}

/** Land and borders, drawn on a canvas below everything else. */
export function OutlineLayer() {
  const t = useTranslations('shell');
  const scheme = useComputedColorScheme('light');
  const { data } = useQuery({
    queryKey: ['map', 'outlines'],
    queryFn: loadOutlines,
    staleTime: Infinity,
    gcTime: Infinity,
  });
  if (!data) return null;
  return (
    <>
      <GeoJSON
        key={scheme}
        data={data}
        // A canvas of its own under the other layers: the outlines arrive after the tracks and would cover them.
        pane="tilePane"
        interactive={false}
        attribution={t('map.outlines')}
        style={() => ({
          color: tokenColor('--cairn-coast'),
          weight: 0.75,
          fillColor: tokenColor('--cairn-land'),
          fillOpacity: 1,
        })}
      />
      <GraticuleLayer />
      <CountryNames countries={data} />
    </>
  );
}
