'use client';

import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { parseAsBoolean, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { kindColor } from '#components/home/kind-icon.tsx';
import type { MapPoint } from '#components/map/map-view.tsx';
import { useRelativeWords } from '#components/ui/use-clock.ts';
import { fetchSourcePositions } from './map-queries.ts';

interface SourcePoints {
  readonly points: readonly MapPoint[];
  /** The switch that shows them; null for who may not see them. */
  readonly toggle: ReactNode;
  /** Says that there are more, in words. */
  readonly cut: string | null;
}

const none: readonly MapPoint[] = [];

/** Where sources were last, as points of a map that a switch shows. */
export function useSourcePoints(canSee: boolean): SourcePoints {
  const t = useTranslations('maps');
  const words = useRelativeWords();
  const [isShown, setShown] = useQueryState('sources', parseAsBoolean.withDefault(false));
  const isWanted = canSee && isShown;
  const { data } = useQuery({
    queryKey: ['sources', 'positions'],
    queryFn: ({ signal }) => fetchSourcePositions(signal),
    enabled: isWanted,
  });
  const items = isWanted && data ? data.items : [];
  const points = items.map(({ id, name, kind, position, at }) => ({
    id,
    label: name,
    detail: words(at),
    position,
    color: kindColor(kind),
  }));
  return {
    points: points.length > 0 ? points : none,
    toggle: canSee ? (
      <Switch
        size="xs"
        label={t('sources')}
        checked={isShown}
        onChange={({ currentTarget }) => void setShown(currentTarget.checked)}
      />
    ) : null,
    cut: isWanted && data?.isTruncated ? t('sourcesCut', { count: items.length }) : null,
  };
}
