'use client';

import { Button, Group, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopyPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import type { z } from 'zod';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { usePagedList } from '#components/tables/use-paged-list.ts';
import { CopyChecksum } from '#components/tasks/copy-checksum.tsx';
import { TaskActions } from '#components/tasks/task-actions.tsx';
import { pollMs } from '#components/tasks/task-queries.ts';
import { TaskProgress } from '#components/tasks/task-progress.tsx';
import { createdAtColumn, stateColumn, titleColumn } from '#components/tasks/use-task-columns.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
import { DeliveriesOf, DeliveryCell } from './destinations/delivery-cell.tsx';
import type { exportPageSchema, ExportView, OrderForm } from './export-data.ts';
import { fetchExportPage, fetchOrder } from './export-queries.ts';

interface ExportHistoryProps {
  readonly study: string | null;
  readonly initial: z.infer<typeof exportPageSchema>;
  /** Puts an earlier order into the form. */
  readonly onRepeat: (order: OrderForm) => void;
}

/** Earlier exports with their progress; each can be taken, and ordered again. */
export function ExportHistory({ study, initial, onRepeat }: ExportHistoryProps) {
  const t = useTranslations('exports');
  const router = useRouter();
  const href = useStudyHref();
  const list = usePagedList({
    queryKey: ['exports', 'list', study],
    fetchPage: (cursor, signal) => fetchExportPage(study, cursor, signal),
    refreshMs: pollMs,
    initial,
  });
  const columns = useColumns(onRepeat);
  return (
    <section aria-labelledby="earlier-exports">
      <Title order={2} size="h4" id="earlier-exports" mb="sm">
        {t('history.title')}
      </Title>
      <DeliveriesOf taskIds={list.rows.map(({ id }) => id)}>
        <DataTable
          name="exports"
          label={t('history.label')}
          columns={columns}
          rows={list.rows}
          rowId={({ id }) => id}
          onOpen={({ id }) => {
            router.push(href(`/tasks/${id}`));
          }}
          error={list.error}
          onRetry={list.retry}
          onMore={list.more}
          isLoadingMore={list.isLoadingMore}
          maxHeight="60dvh"
          empty={<EmptyState title={t('history.emptyTitle')} description={t('history.emptyDescription')} />}
        />
      </DeliveriesOf>
    </section>
  );
}

function useColumns(onRepeat: (order: OrderForm) => void): readonly TableColumn<ExportView>[] {
  const t = useTranslations('exports');
  const tasks = useTranslations('tasks');
  const deliveries = useTranslations('deliveries');
  return useMemo(
    (): TableColumn<ExportView>[] => [
      { ...titleColumn(t('history.archive')), id: 'archive', widthPx: 240 },
      stateColumn(tasks),
      {
        id: 'result',
        header: t('history.result'),
        widthPx: 220,
        csv: ({ resultFile }) => resultFile?.sizeBytes ?? null,
        cell: (task) => <ResultCell task={task} />,
      },
      {
        id: 'deliveries',
        header: deliveries('history'),
        widthPx: 300,
        cell: ({ id }) => <DeliveryCell taskId={id} />,
      },
      createdAtColumn(tasks),
      {
        id: 'actions',
        header: tasks('columns.actions'),
        widthPx: 330,
        cell: (task) => (
          <Group gap="xs" wrap="nowrap">
            <TaskActions task={task} size="xs" />
            <RepeatButton task={task} onRepeat={onRepeat} />
          </Group>
        ),
      },
    ],
    [t, tasks, deliveries, onRepeat],
  );
}

function ResultCell({ task }: { readonly task: ExportView }) {
  const t = useTranslations('exports');
  const size = useSizeLabel();
  const format = useFormatter();
  if (task.resultRemovedAt !== null) {
    const at = format.dateTime(new Date(task.resultRemovedAt), { dateStyle: 'medium' });
    return (
      <Text size="sm" c="dimmed">
        {t('history.removed', { at })}
      </Text>
    );
  }
  if (task.resultFile === null || task.result === null) return <TaskProgress task={task} />;
  const { sizeBytes, sha256 } = task.resultFile;
  return (
    <>
      <Text size="sm">{t('history.resultText', { points: task.result.points, size: size(sizeBytes) })}</Text>
      <Group gap={4} wrap="nowrap">
        <Text size="xs" c="dimmed" title={sha256}>
          {t('history.sha256', { start: sha256.slice(0, 12) })}
        </Text>
        <CopyChecksum sha256={sha256} />
      </Group>
    </>
  );
}

interface RepeatButtonProps {
  readonly task: ExportView;
  readonly onRepeat: (order: OrderForm) => void;
}

function RepeatButton({ task, onRepeat }: RepeatButtonProps) {
  const t = useTranslations('exports');
  const repeat = useMutation({
    mutationFn: () => fetchOrder(task.id),
    onSuccess: (order) => {
      onRepeat(order);
      notifications.show({ message: t('history.repeated'), color: 'cairn' });
    },
    onError: (error) => {
      notifications.show({ message: error.message, color: 'red' });
    },
  });
  return (
    <Button
      size="xs"
      variant="subtle"
      leftSection={<IconCopyPlus size={16} />}
      loading={repeat.isPending}
      onClick={(event) => {
        event.stopPropagation();
        repeat.mutate();
      }}
    >
      {t('history.repeat')}
    </Button>
  );
}
