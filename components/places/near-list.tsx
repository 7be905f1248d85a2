'use client';

import { Alert, Button, Skeleton, Text, UnstyledButton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl/react';
import { fetchNearUnits, type NearRequest } from './map-queries.ts';
import classes from './units-map.module.css';

interface NearListProps {
  readonly request: NearRequest;
  readonly onOpen: (id: string) => void;
}

/** Units around a position with their distance, nearest first. */
export function NearList({ request, onOpen }: NearListProps) {
  const t = useTranslations('maps');
  const distance = useDistanceWords();
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['units', 'near', request],
    queryFn: ({ pageParam, signal }) => fetchNearUnits(request, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  if (error) return <Alert color="gray">{t('failed')}</Alert>;
  if (!data) return <Skeleton height={96} aria-busy />;
  const units = data.pages.flatMap(({ items }) => items);
  if (units.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('near.none', { distance: distance(request.withinM) })}
      </Text>
    );
  }
  return (
    <>
      <ul className={classes['list']}>
        {units.map(({ id, name, typeName, parentName, distanceM }) => (
          <li key={id}>
            <UnstyledButton
              className={classes['item'] ?? ''}
              onClick={() => {
                onOpen(id);
              }}
            >
              <span aria-hidden />
              <Text size="sm" truncate component="span">
                {name}{' '}
                <Text size="xs" c="dimmed" component="span">
                  {[typeName, parentName].filter((part) => part !== null).join(' · ')}
                </Text>
              </Text>
              <span className={classes['count']}>{distance(distanceM)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="subtle" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}

/** A distance in m, in words: metres up to a kilometre. */
export function useDistanceWords(): (distanceM: number) => string {
  const t = useTranslations('maps');
  const format = useFormatter();
  return (distanceM) =>
    distanceM < 1000
      ? t('near.metres', { value: format.number(distanceM, { maximumFractionDigits: 0 }) })
      : t('near.kilometres', {
          value: format.number(distanceM / 1000, { maximumFractionDigits: distanceM < 10_000 ? 1 : 0 }),
        });
}
