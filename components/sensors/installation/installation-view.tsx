'use client';

import { Alert, Anchor, Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { IconDownload, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { FactList, type Facts } from '#components/sources/source/fact-list.tsx';
import { apiUrl } from '#components/ui/api-client.ts';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import type { InstalledNode } from '#lib/sensors/domain/installed-node.ts';
import { localDayOf } from '#lib/sensors/domain/local-day.ts';
import type { QuantityBands } from '#lib/sensors/domain/quantity-bands.ts';
import { DayBar } from './day-bar.tsx';
import { DayCharts } from './day-charts.tsx';
import { InstallationActions } from './installation-actions.tsx';
import { fetchInstallation } from './installation-queries.ts';
import classes from './installation.module.css';
import { PictureCard } from './picture-card.tsx';
import { useShownDay } from './use-shown-day.ts';

const refreshMs = 60_000;

interface InstallationViewProps {
  readonly installed: InstalledNode;
  readonly bands: readonly QuantityBands[];
  readonly nowMs: number;
  readonly canManage: boolean;
  /** The viewer may see what the node measured. */
  readonly canRead: boolean;
}

/** One node at one place: what it measured there, day by day, and what one can do with the installation. */
export function InstallationView({ bands, nowMs, canManage, canRead, ...props }: InstallationViewProps) {
  const t = useTranslations('sensorPages');
  const { data: installed } = useQuery({
    queryKey: ['sensors', 'installation', props.installed.id, 'one'],
    queryFn: ({ signal }) => fetchInstallation(props.installed.id, signal),
    initialData: props.installed,
    staleTime: refreshMs,
    refetchInterval: refreshMs,
  });
  const { room, site, nodeAlias, toAt } = installed;
  const isRunning = toAt === null || toAt.getTime() > nowMs;
  return (
    <>
      <PageHeader
        title={room === null ? nodeAlias : t('installation.heading', { node: nodeAlias, room: room.name })}
        crumbs={[
          { label: t('overview.title'), href: '/sensors' },
          ...(site === null ? [] : [{ label: site.name, href: `/sensors/sites/${site.id}` }]),
        ]}
        badges={
          <>
            <Badge variant="default">{t(isRunning ? 'installation.running' : 'installation.ended')}</Badge>
            {installed.isPublic && <Badge variant="default">{t('isPublic')}</Badge>}
          </>
        }
        actions={canManage && <InstallationActions installed={installed} isRunning={isRunning} />}
      />
      <Stack gap="md">
        {canRead ? (
          <Readings installed={installed} bands={bands} nowMs={nowMs} />
        ) : (
          <Alert icon={<IconLock size={18} />} color="gray">
            {t('installation.notReadable')}
          </Alert>
        )}
        <div className={classes['columns']}>
          <Facts installed={installed} />
          <PictureCard installed={installed} canManage={canManage} />
        </div>
      </Stack>
    </>
  );
}

type ReadingsProps = Pick<InstallationViewProps, 'installed' | 'bands' | 'nowMs'>;

function Readings({ installed, bands, nowMs }: ReadingsProps) {
  const t = useTranslations('sensorPages');
  const { id, timeZone, lastObservedAt } = installed;
  const today = localDayOf(nowMs, timeZone);
  const usualDay = lastObservedAt === null ? today : localDayOf(Math.min(lastObservedAt.getTime(), nowMs), timeZone);
  const control = useShownDay({ timeZone, usualDay, today });
  const { fromMs, toMs } = control.shown;
  const day = { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
  const download = (query: Readonly<Record<string, string>>) => apiUrl(`installations/${id}/readings`, query);
  return (
    <>
      <Group justify="space-between" gap="sm">
        <DayBar control={control} timeZone={timeZone} />
        <Group gap="xs" className="no-print">
          <Button
            component="a"
            variant="default"
            download
            href={download(day)}
            leftSection={<IconDownload size={16} />}
          >
            {t('day.csv')}
          </Button>
          <Button component="a" variant="default" download href={download({})} leftSection={<IconDownload size={16} />}>
            {t('day.csvAll')}
          </Button>
        </Group>
      </Group>
      <DayCharts installationId={id} shown={control.shown} timeZone={timeZone} bands={bands} />
    </>
  );
}

function Facts({ installed }: { readonly installed: InstalledNode }) {
  const t = useTranslations('sensorPages');
  const { nodeId, nodeAlias, room, site, fromAt, toAt, lastObservedAt, timeZone, description } = installed;
  const facts: Facts = [
    [
      t('installation.node'),
      <Anchor key="node" component={Link} href={`/sources/${nodeId}`} size="sm">
        {nodeAlias}
      </Anchor>,
    ],
    [
      t('columns.room'),
      room === null ? (
        '–'
      ) : (
        <Anchor key="room" component={Link} href={`/places/${room.id}`} size="sm">
          {site === null ? room.name : `${site.name} › ${room.name}`}
        </Anchor>
      ),
    ],
    [t('installation.from'), <Moment key="from" at={fromAt} />],
    [t('installation.to'), toAt === null ? t('installation.open') : <Moment key="to" at={toAt} />],
    [
      t('columns.last'),
      <RelativeTime key="last" at={lastObservedAt} placeTimeZone={timeZone} never={t('installation.never')} />,
    ],
    [t('installation.zone'), timeZone],
  ];
  return (
    <Card component="section" aria-label={t('installation.about')}>
      <Stack gap="sm">
        <Title order={2} size="h3">
          {t('installation.about')}
        </Title>
        <FactList facts={facts} />
        {description !== '' && (
          <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
            {description}
          </Text>
        )}
      </Stack>
    </Card>
  );
}
