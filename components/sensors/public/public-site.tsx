'use client';

import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl/react';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { useClock } from '#components/ui/use-clock.ts';
import { publicValueLifeMs, type PublicRoom, type PublicSiteView } from '#lib/sensors/domain/public-site.ts';
import { Gauge } from './gauge.tsx';
import { fetchPublicSite } from './public-queries.ts';
import classes from './public.module.css';

const refreshMs = 60_000;

/** The public rooms of a site with the air of now: what other sites show in a frame. */
export function PublicSitePage({ initial }: { readonly initial: PublicSiteView }) {
  const t = useTranslations('sensorPages');
  const { data: site, isError } = useQuery({
    queryKey: ['public-sites', initial.id],
    queryFn: ({ signal }) => fetchPublicSite(initial.id, signal),
    initialData: initial,
    refetchInterval: refreshMs,
  });
  return (
    <main className={classes['page']}>
      <Stack gap="md">
        <header>
          <Title order={1} size="h2">
            {site.name}
          </Title>
          <Text size="sm" c="dimmed">
            {site.organization}
          </Text>
        </header>
        {isError && (
          <Text size="sm" role="status">
            {t('public.noNews')}
          </Text>
        )}
        <ul className={classes['rooms']}>
          {site.rooms.map((room) => (
            <li key={room.installationId}>
              <RoomCard room={room} timeZone={site.timeZone} />
            </li>
          ))}
        </ul>
        <Text size="xs" c="dimmed">
          {t('public.explain')}
        </Text>
      </Stack>
    </main>
  );
}

function RoomCard({ room, timeZone }: { readonly room: PublicRoom; readonly timeZone: string }) {
  const t = useTranslations('sensorPages');
  const format = useFormatter();
  const now = useClock();
  const { measuredAt, co2Ppm, temperatureCelsius, humidityPct } = room;
  const isOld = measuredAt === null || now.getTime() - measuredAt.getTime() > publicValueLifeMs;
  const number = (value: number) => format.number(value, { maximumFractionDigits: 1 });
  return (
    <Card h="100%">
      <Stack gap="xs">
        <Title order={2} size="h4">
          {room.room}
        </Title>
        {isOld || co2Ppm === null ? (
          <Text size="sm" c="dimmed" py="lg" ta="center">
            {t('public.noValue')}
          </Text>
        ) : (
          <Gauge co2Ppm={co2Ppm} />
        )}
        {!isOld && (
          <Group gap="md" justify="center">
            {temperatureCelsius !== null && <Text size="sm">{number(temperatureCelsius)} °C</Text>}
            {humidityPct !== null && <Text size="sm">{t('public.humidity', { value: number(humidityPct) })}</Text>}
          </Group>
        )}
        <Text size="xs" c="dimmed" ta="center">
          <RelativeTime at={measuredAt} placeTimeZone={timeZone} never={t('installation.never')} />
        </Text>
      </Stack>
    </Card>
  );
}
