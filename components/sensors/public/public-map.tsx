'use client';

import { Button, Stack, Text, Title } from '@mantine/core';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { MapConfigProvider, type BaseMap } from '#components/map/map-config.tsx';
import { MapPanel } from '#components/map/map-panel.tsx';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { publicLevelOf, type PublicSiteRow } from '#lib/sensors/domain/public-site.ts';
import { levelColors } from './gauge.tsx';
import { fetchPublicSites, type PublicSitePage } from './public-queries.ts';
import classes from './public.module.css';

const refreshMs = 60_000;
const levels = ['good', 'fair', 'poor'] as const;

interface PublicMapProps {
  readonly initial: PublicSitePage;
  readonly maps: readonly BaseMap[];
}

/** Every site with public installations, on a map and in a list, for everybody. */
export function PublicMap({ initial, maps }: PublicMapProps) {
  const t = useTranslations('sensorPages');
  const router = useRouter();
  const list = usePagedList({
    queryKey: ['public-sites', 'list'],
    fetchPage: fetchPublicSites,
    refreshMs,
    initial,
  });
  const open = (id: string) => {
    router.push(`/embed/${id}`);
  };
  const placed = list.rows.flatMap((site) => pointOf(site, t('public.rooms', { count: site.roomCount })) ?? []);
  const unplaced = list.rows.filter(({ position }) => position === null);
  return (
    <main className={classes['page']}>
      <Stack gap="md">
        <header>
          <Title order={1} size="h2">
            {t('public.mapTitle')}
          </Title>
          <Text size="sm" c="dimmed">
            {t('public.mapText')}
          </Text>
        </header>
        {list.rows.length === 0 ? (
          <EmptyState title={t('public.none')} description={t('public.noneText')} />
        ) : (
          <MapConfigProvider value={maps}>
            <MapPanel
              label={t('public.mapTitle')}
              points={placed}
              onOpen={open}
              heightPx={480}
              legend={[
                ...levels.map((level) => ({ label: t(`public.levels.${level}`), color: levelColors[level] })),
                { label: t('public.noValue'), color: noValueColor },
              ]}
              empty={
                <Text size="sm" c="dimmed" p="md">
                  {t('public.noPositions')}
                </Text>
              }
            />
          </MapConfigProvider>
        )}
        {unplaced.length > 0 && <Unplaced sites={unplaced} onOpen={open} />}
        {list.more && (
          <Button variant="default" loading={list.isLoadingMore} onClick={list.more}>
            {t('public.more')}
          </Button>
        )}
      </Stack>
    </main>
  );
}

const noValueColor = 'var(--cairn-series-8)';

function pointOf({ id, name, organization, position, worstCo2Ppm }: PublicSiteRow, rooms: string) {
  if (position === null) return null;
  const value = worstCo2Ppm === null ? '' : ` · ${String(Math.round(worstCo2Ppm))} ppm`;
  const color = worstCo2Ppm === null ? noValueColor : levelColors[publicLevelOf(worstCo2Ppm)];
  return { id, label: name, detail: `${organization} · ${rooms}${value}`, position, color };
}

/** Sites that say no position are in no place of the map, but not left out. */
function Unplaced({
  sites,
  onOpen,
}: {
  readonly sites: readonly PublicSiteRow[];
  readonly onOpen: (id: string) => void;
}) {
  const t = useTranslations('sensorPages');
  return (
    <section aria-labelledby="unplaced">
      <Title order={2} size="h4" id="unplaced">
        {t('public.unplaced')}
      </Title>
      <Stack gap={4} align="flex-start">
        {sites.map(({ id, name, organization }) => (
          <Button
            key={id}
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              onOpen(id);
            }}
          >
            {name} · {organization}
          </Button>
        ))}
      </Stack>
    </section>
  );
}
