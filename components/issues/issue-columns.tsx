'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import type { TableColumn } from '#components/tables/table-column.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import type { DeviceIssue } from '#lib/sources/domain/issues/device-issue.ts';
import { IssueStateBadge } from './issue-state-badge.tsx';

/** The columns of the list of device issues. */
export function useIssueColumns({ isOneStudy }: { readonly isOneStudy: boolean }): readonly TableColumn<DeviceIssue>[] {
  const t = useTranslations('issues');
  const href = useStudyHref();
  return useMemo((): TableColumn<DeviceIssue>[] => {
    const text = (id: 'tags' | 'platform' | 'app' | 'reportedBy', widthPx: number): TableColumn<DeviceIssue> => ({
      id,
      header: t(`columns.${id}`),
      widthPx,
      isHiddenAtFirst: true,
      csv: (issue) => issue[id],
      cell: (issue) => <Cell text={issue[id]} />,
    });
    const study: TableColumn<DeviceIssue> = {
      id: 'study',
      header: t('columns.study'),
      widthPx: 140,
      csv: ({ studyName }) => studyName,
      cell: ({ studyName }) => <Cell text={studyName} />,
    };
    const aboutOf = ({ kinds }: DeviceIssue) => kinds.map((kind) => t(`kinds.${kind}`)).join(', ');
    return [
      {
        id: 'source',
        header: t('columns.source'),
        sortKey: 'source',
        isFixed: true,
        widthPx: 170,
        csv: ({ sourceIdentifier }) => sourceIdentifier,
        cell: ({ sourceId, sourceName }) => (
          <Anchor component={Link} href={href(`/sources/${sourceId}`)} size="sm" fw={560} truncate>
            {sourceName}
          </Anchor>
        ),
      },
      {
        id: 'state',
        header: t('columns.state'),
        sortKey: 'state',
        widthPx: 130,
        csv: ({ state }) => state,
        cell: ({ state }) => <IssueStateBadge state={state} />,
      },
      {
        id: 'description',
        header: t('columns.description'),
        widthPx: 280,
        csv: ({ description }) => description,
        cell: ({ description }) => (
          <Text size="sm" lineClamp={2}>
            {description === '' ? '–' : description}
          </Text>
        ),
      },
      {
        id: 'about',
        header: t('columns.about'),
        widthPx: 190,
        csv: aboutOf,
        cell: (issue) => (
          <Text size="sm" lineClamp={2}>
            {issue.kinds.length === 0 ? '–' : aboutOf(issue)}
          </Text>
        ),
      },
      {
        id: 'model',
        header: t('columns.model'),
        widthPx: 130,
        csv: ({ model }) => model,
        cell: ({ model }) => <Cell text={model} />,
      },
      ...(isOneStudy ? [] : [study]),
      text('platform', 150),
      text('app', 110),
      text('tags', 140),
      text('reportedBy', 150),
      {
        id: 'created',
        header: t('columns.created'),
        sortKey: 'created',
        widthPx: 150,
        csv: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
      },
      {
        id: 'updated',
        header: t('columns.updated'),
        sortKey: 'updated',
        widthPx: 150,
        csv: ({ updatedAt }) => updatedAt,
        cell: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
      },
    ];
  }, [t, href, isOneStudy]);
}

function Cell({ text }: { readonly text: string }) {
  return (
    <Text size="sm" truncate>
      {text === '' ? '–' : text}
    </Text>
  );
}
