'use client';

import { Card, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { MapView, type MapTrack } from '#components/map/map-view.tsx';
import type { Shape } from '#lib/registry/domain/shape.ts';
import type { Unit } from '#lib/registry/domain/unit.ts';

const heightPx = 380;

/** Where a place is: its point and the outline of its shape. */
export function PlaceMap({ unit: { id, name, location, shape } }: { readonly unit: Unit }) {
  const t = useTranslations('place');
  if (location === null && shape === null) {
    return (
      <Card padding="lg">
        <Text size="sm" c="dimmed">
          {t('nowhere')}
        </Text>
      </Card>
    );
  }
  return (
    <Card p={0}>
      <MapView
        label={t('map', { name })}
        height={heightPx}
        points={location === null ? [] : [{ id, position: [location[0], location[1]], label: name }]}
        tracks={shape === null ? [] : outlinesOf(shape)}
      />
    </Card>
  );
}

/** The rings of a shape as lines, all in one colour. */
function outlinesOf(shape: Shape): MapTrack[] {
  const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat();
  return rings.map((ring, index) => ({
    id: String(index),
    color: '--cairn-series-1',
    isOutline: true,
    positions: ring.map(([lon = 0, lat = 0]) => [lon, lat] as const),
  }));
}
