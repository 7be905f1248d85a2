'use client';

import { Group, Stack, Text, Title } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { MapPanel } from '#components/map/map-panel.tsx';
import { useRelativeWords } from '#components/ui/use-clock.ts';
import type { HomeData } from './home-data.ts';
import { kindColor, knownKind } from './kind-icon.tsx';

/** Where data came from in the last 24 hours: a map, and the list that does the same. */
export function PlacesCard({ places }: { readonly places: NonNullable<HomeData['places']> }) {
  const t = useTranslations('shell');
  const words = useRelativeWords();
  const router = useRouter();
  const points = places.items.map(({ id, name, kind, position, at }) => ({
    id,
    label: name,
    detail: words(new Date(at)),
    position,
    color: kindColor(kind),
  }));
  const kinds = [...new Set(places.items.map(({ kind }) => kind))].sort();
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h3">
          {t('home.placesTitle')}
        </Title>
      </Group>
      <MapPanel
        label={t('home.placesTitle')}
        points={points}
        onOpen={(id) => {
          router.push(`/sources/${id}`);
        }}
        legend={kinds.map((kind) => ({ label: t(`kinds.${knownKind(kind)}`), color: kindColor(kind) }))}
        caption={
          points.length > 0 && (
            <Text size="xs" c="dimmed" px="md" pt="sm" pb={4}>
              {places.isTruncated
                ? t('home.placesCut', { count: points.length })
                : t('home.placesCount', { count: points.length })}
            </Text>
          )
        }
        empty={
          <Text size="sm" c="dimmed" p="md">
            {t('home.placesNone')}
          </Text>
        }
      />
    </Stack>
  );
}
