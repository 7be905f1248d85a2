'use client';

import { Anchor, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import type { LonLat } from '#components/map/map-view.tsx';
import { ApiProblem } from '#components/ui/api-client.ts';
import type { NearUnit } from '#lib/registry/domain/near-units.ts';
import { fetchNearUnits } from './map-queries.ts';
import { useDistanceWords } from './near-list.tsx';
import classes from './units-map.module.css';

const withinM = 5000;
const mostPlaces = 8;

/** Valid units near a position, nearest first; null while they are read, where there are none to see, and for who may not. */
export function useNearPlaces(position: LonLat | undefined): readonly NearUnit[] | null {
  const [lon, lat] = position ?? [0, 0];
  const { data } = useQuery({
    queryKey: ['units', 'near', lon, lat],
    queryFn: async ({ signal }) => {
      try {
        return (await fetchNearUnits({ lon, lat, withinM, limit: mostPlaces }, null, signal)).items;
      } catch (error) {
        // No pyramid yet, or not for this person: the page is whole without it.
        if (error instanceof ApiProblem && (error.status === 403 || error.status === 404)) return null;
        throw error;
      }
    },
    enabled: position !== undefined,
  });
  return data ?? null;
}

/** The units near a position by name, with their distance and the way to their page. */
export function NearPlaces({ places }: { readonly places: readonly NearUnit[] }) {
  const t = useTranslations('maps');
  const distance = useDistanceWords();
  return (
    <Stack gap={4} component="section" aria-label={t('near.title')}>
      <Text size="xs" c="dimmed">
        {t('near.title')} · {t('near.within', { distance: distance(withinM) })}
      </Text>
      {places.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('near.none', { distance: distance(withinM) })}
        </Text>
      ) : (
        <ul className={classes['legend']}>
          {places.map(({ id, name, distanceM }) => (
            <li key={id} className={classes['entry']}>
              <Anchor component={Link} href={`/places/${id}`} size="sm">
                {name}
              </Anchor>
              <span className={classes['count']}>{distance(distanceM)}</span>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
