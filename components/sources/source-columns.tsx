'use client';

import { Anchor, Group, Text, Tooltip } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { Sparkline } from '#components/charts/strip.tsx';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import type { TableColumn } from '#components/tables/table-column.ts';
import { Moment, RelativeTime } from '#components/ui/relative-time.tsx';
import { SourceKindLabel } from './source-kind.tsx';
import type { ListedSource } from './source-queries.ts';
import { SourceStateBadge } from './source-state-badge.tsx';

/** The columns of the list of sources. */
export function useSourceColumns(isOneStudy: boolean): readonly TableColumn<ListedSource>[] {
  const t = useTranslations('sources');
  const format = useFormatter();
  const href = useStudyHref();
  return useMemo(
    (): TableColumn<ListedSource>[] => [
      {
        id: 'name',
        header: t('columns.name'),
        isFixed: true,
        sortKey: 'name',
        widthPx: 200,
        csv: ({ name }) => name,
        cell: (source) => <NameCell source={source} href={href(`/sources/${source.id}`)} />,
      },
      {
        id: 'state',
        header: t('columns.state'),
        widthPx: 120,
        csv: ({ state }) => t(`states.${state}`),
        cell: ({ state }) => <SourceStateBadge state={state} />,
      },
      {
        id: 'lastSeen',
        header: t('columns.lastSeen'),
        sortKey: 'lastSeen',
        widthPx: 130,
        csv: ({ lastRecordedAt }) => lastRecordedAt,
        cell: ({ lastRecordedAt }) => <RelativeTime at={lastRecordedAt} />,
      },
      {
        id: 'rate',
        header: t('columns.rate'),
        widthPx: 130,
        csv: ({ rate }) => rate.reduce((sum, count) => sum + count, 0),
        cell: ({ rate }) => (
          <Sparkline values={rate} label={t('rateLabel', { total: rate.reduce((sum, count) => sum + count, 0) })} />
        ),
      },
      {
        id: 'points',
        header: t('columns.points'),
        sortKey: 'points',
        widthPx: 95,
        align: 'end',
        csv: ({ pointCount }) => pointCount,
        cell: ({ pointCount }) => format.number(pointCount),
      },
      {
        id: 'kind',
        header: t('columns.kind'),
        widthPx: 110,
        csv: ({ kind }) => t(`kinds.${kind}`),
        cell: ({ kind }) => <SourceKindLabel kind={kind} />,
      },
      {
        id: 'group',
        header: t('columns.group'),
        widthPx: 130,
        csv: ({ groupName }) => groupName,
        cell: ({ groupName }) => (
          <Text size="sm" truncate>
            {groupName ?? '–'}
          </Text>
        ),
      },
      {
        id: 'study',
        header: t('columns.study'),
        widthPx: 150,
        isHiddenAtFirst: isOneStudy,
        csv: ({ studyName }) => studyName,
        cell: ({ studyName }) => (
          <Text size="sm" truncate>
            {studyName}
          </Text>
        ),
      },
      {
        id: 'firstSeen',
        header: t('columns.firstSeen'),
        sortKey: 'firstSeen',
        widthPx: 150,
        isHiddenAtFirst: true,
        csv: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <Moment at={createdAt} />,
      },
      {
        id: 'userAgent',
        header: t('columns.userAgent'),
        widthPx: 260,
        isHiddenAtFirst: true,
        csv: ({ userAgent }) => userAgent,
        cell: ({ userAgent }) => (
          <Text size="xs" truncate title={userAgent}>
            {userAgent}
          </Text>
        ),
      },
    ],
    [t, format, href, isOneStudy],
  );
}

function NameCell({ source, href }: { readonly source: ListedSource; readonly href: string }) {
  const t = useTranslations('sources');
  const { name, identifier, suppressAlerts, groupSuppressesAlerts } = source;
  return (
    <>
      <Group gap={6} wrap="nowrap">
        <Anchor component={Link} href={href} size="sm" fw={560} truncate prefetch={false}>
          {name}
        </Anchor>
        {(suppressAlerts || groupSuppressesAlerts) && (
          <Tooltip label={suppressAlerts ? t('alertsOff') : t('alertsOffByGroup')}>
            <IconBellOff size={14} color="var(--mantine-color-dimmed)" aria-label={t('alertsOff')} role="img" />
          </Tooltip>
        )}
      </Group>
      {name !== identifier && (
        <Text size="xs" c="dimmed" truncate>
          {identifier}
        </Text>
      )}
    </>
  );
}
