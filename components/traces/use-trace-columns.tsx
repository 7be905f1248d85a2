'use client';

import { Anchor, Badge, Code } from '@mantine/core';
import Link from 'next/link';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import type { TableColumn } from '#components/tables/table-column.ts';
import { Moment } from '#components/ui/relative-time.tsx';
import type { ListedTrace, TraceStatus } from '#lib/passive/domain/traces/bundle-trace.ts';

const colours: Readonly<Record<TraceStatus, string>> = {
  started: 'var(--mantine-color-dimmed)',
  data_point_created: 'var(--mantine-color-dimmed)',
  processed: 'var(--cairn-ok)',
  errored: 'var(--cairn-bad)',
  upload_failed: 'var(--cairn-bad)',
  deleted: 'var(--mantine-color-dimmed)',
};

interface TraceColumnsInput {
  readonly isOneStudy: boolean;
  /** Shows the steps of one bundle, or of one run, alone. */
  readonly onSearch: (id: string) => void;
}

/** Columns of the list of traces. */
export function useTraceColumns({ isOneStudy, onSearch }: TraceColumnsInput): readonly TableColumn<ListedTrace>[] {
  const t = useTranslations('traces');
  const format = useFormatter();
  const href = useStudyHref();
  return useMemo((): TableColumn<ListedTrace>[] => {
    const study: TableColumn<ListedTrace> = {
      id: 'study',
      header: t('columns.study'),
      widthPx: 150,
      cell: ({ studyName }) => studyName,
      csv: ({ studyName }) => studyName,
    };
    const transferOf = ({ isEncrypted, compression }: ListedTrace) =>
      [...(isEncrypted ? [t('encrypted')] : []), ...(compression === null ? [] : [compression])].join(', ');
    return [
      {
        id: 'at',
        header: t('columns.at'),
        widthPx: 208,
        isFixed: true,
        cell: ({ at }) => <Moment at={at} withSeconds />,
        csv: ({ at }) => at.toISOString(),
      },
      {
        id: 'status',
        header: t('columns.status'),
        widthPx: 160,
        cell: ({ status }) => (
          <Badge variant="default" style={{ color: colours[status] }}>
            {t(`statuses.${status}`)}
          </Badge>
        ),
        csv: ({ status }) => status,
      },
      {
        id: 'error',
        header: t('columns.error'),
        widthPx: 180,
        cell: ({ errorClass }) => (errorClass === null ? '–' : <Code>{errorClass}</Code>),
        csv: ({ errorClass }) => errorClass ?? '',
      },
      {
        id: 'source',
        header: t('columns.source'),
        widthPx: 170,
        cell: ({ sourceId, sourceIdentifier }) =>
          sourceId === null || sourceIdentifier === null ? (
            '–'
          ) : (
            <Anchor component={Link} href={href(`/sources/${sourceId}`)} size="sm" truncate>
              {sourceIdentifier}
            </Anchor>
          ),
        csv: ({ sourceIdentifier }) => sourceIdentifier ?? '',
      },
      {
        id: 'bundle',
        header: t('columns.bundle'),
        widthPx: 310,
        cell: ({ bundleId }) => <IdButton id={bundleId} onSearch={onSearch} />,
        csv: ({ bundleId }) => bundleId ?? '',
      },
      {
        id: 'points',
        header: t('columns.points'),
        widthPx: 100,
        align: 'end',
        cell: ({ pointCount }) => (pointCount === null ? '–' : format.number(pointCount)),
        csv: ({ pointCount }) => pointCount ?? '',
      },
      ...(isOneStudy ? [] : [study]),
      {
        id: 'transfer',
        header: t('columns.transfer'),
        widthPx: 150,
        cell: (trace) => transferOf(trace) || '–',
        csv: transferOf,
      },
      {
        id: 'received',
        header: t('columns.received'),
        widthPx: 208,
        isHiddenAtFirst: true,
        cell: ({ bundleReceivedAt: at }) => (at === null ? '–' : <Moment at={at} withSeconds />),
        csv: ({ bundleReceivedAt }) => bundleReceivedAt?.toISOString() ?? '',
      },
      {
        id: 'run',
        header: t('columns.run'),
        widthPx: 310,
        isHiddenAtFirst: true,
        cell: ({ traceId }) => <IdButton id={traceId} onSearch={onSearch} />,
        csv: ({ traceId }) => traceId,
      },
      {
        id: 'point',
        header: t('columns.point'),
        widthPx: 310,
        isHiddenAtFirst: true,
        cell: ({ pointHash }) => (pointHash === null ? '–' : <Code>{pointHash}</Code>),
        csv: ({ pointHash }) => pointHash ?? '',
      },
    ];
  }, [t, format, href, isOneStudy, onSearch]);
}

interface IdButtonProps {
  readonly id: string | null;
  readonly onSearch: (id: string) => void;
}

/** An id that shows everything about what it names when it is clicked. */
function IdButton({ id, onSearch }: IdButtonProps) {
  if (id === null) return '–';
  return (
    <Anchor
      component="button"
      type="button"
      size="xs"
      ff="monospace"
      onClick={() => {
        onSearch(id);
      }}
    >
      {id}
    </Anchor>
  );
}
