'use client';

import { Anchor, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import type { TableColumn } from '#components/tables/table-column.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { Alert } from '#lib/sources/domain/alerts/alert.ts';
import { nameOfCheck, saidByCheck } from '#lib/sources/domain/alerts/built-in-words.ts';
import { AlertLevelBadge } from './alert-level.tsx';

interface ColumnsInput {
  readonly isOneStudy: boolean;
  /** The history is seen: when and why alerts were closed. */
  readonly isHistory: boolean;
}

/** The columns of the list of alerts. */
export function useAlertColumns({ isOneStudy, isHistory }: ColumnsInput): readonly TableColumn<Alert>[] {
  const t = useTranslations('alerts');
  const href = useStudyHref();
  return useMemo((): TableColumn<Alert>[] => {
    const columns: (TableColumn<Alert> | null)[] = [
      {
        id: 'level',
        header: t('columns.level'),
        sortKey: 'level',
        widthPx: 120,
        csv: ({ level }) => level,
        cell: ({ level }) => <AlertLevelBadge level={level} />,
      },
      {
        id: 'source',
        header: t('columns.source'),
        sortKey: 'source',
        isFixed: true,
        widthPx: 180,
        csv: ({ sourceName }) => sourceName,
        cell: ({ sourceId, sourceName }) => (
          <Anchor component={Link} href={href(`/sources/${sourceId}`)} size="sm" fw={560} truncate>
            {sourceName}
          </Anchor>
        ),
      },
      {
        id: 'message',
        header: t('columns.message'),
        widthPx: 280,
        csv: (alert) => saidByCheck(t, alert),
        cell: (alert) => (
          <Text size="sm" lineClamp={2}>
            {saidByCheck(t, alert)}
          </Text>
        ),
      },
      {
        id: 'check',
        header: t('columns.check'),
        widthPx: 150,
        csv: ({ checkId, checkLabel: name }) => nameOfCheck(t, { checkId, name }),
        cell: ({ checkId, checkLabel: name }) => (
          <Text size="sm" truncate>
            {nameOfCheck(t, { checkId, name })}
          </Text>
        ),
      },
      isOneStudy
        ? null
        : {
            id: 'study',
            header: t('columns.study'),
            widthPx: 140,
            csv: ({ studyName }) => studyName,
            cell: ({ studyName }) => (
              <Text size="sm" truncate>
                {studyName}
              </Text>
            ),
          },
      {
        id: 'group',
        header: t('columns.group'),
        widthPx: 120,
        isHiddenAtFirst: true,
        csv: ({ groupName }) => groupName,
        cell: ({ groupName }) => groupName ?? '–',
      },
      {
        id: 'since',
        header: t('columns.since'),
        sortKey: 'opened',
        widthPx: 130,
        csv: ({ openedAt }) => openedAt,
        cell: ({ openedAt }) => <RelativeTime at={openedAt} />,
      },
      {
        id: 'updated',
        header: t('columns.updated'),
        sortKey: 'updated',
        widthPx: 150,
        csv: ({ updatedAt }) => updatedAt,
        cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
      },
      isHistory
        ? {
            id: 'closed',
            header: t('columns.closed'),
            widthPx: 170,
            csv: ({ closedAt }) => closedAt,
            cell: (alert) => <Closed alert={alert} />,
          }
        : null,
      {
        id: 'seen',
        header: t('columns.seen'),
        widthPx: 150,
        csv: ({ acknowledgedBy }) => acknowledgedBy,
        cell: (alert) => <Seen alert={alert} />,
      },
    ];
    return columns.filter((column) => column !== null);
  }, [t, href, isOneStudy, isHistory]);
}

function Closed({ alert: { closedAt, closeReason } }: { readonly alert: Alert }) {
  const t = useTranslations('alerts');
  if (closedAt === null || closeReason === null) return '–';
  return (
    <Stack gap={0}>
      <RelativeTime at={closedAt} />
      <Text size="xs" c="dimmed" truncate>
        {t(`reasons.${closeReason}`)}
      </Text>
    </Stack>
  );
}

function Seen({ alert: { acknowledgedAt, acknowledgedBy } }: { readonly alert: Alert }) {
  if (acknowledgedAt === null) return '–';
  return (
    <Stack gap={0}>
      <RelativeTime at={acknowledgedAt} />
      <Text size="xs" c="dimmed" truncate>
        {acknowledgedBy}
      </Text>
    </Stack>
  );
}
