'use client';

import { Box, Button, Group, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCopyPlus } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import type { z } from 'zod';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { DataTable } from '#components/tables/data-table.tsx';
import type { TableColumn } from '#components/tables/table-column.ts';
import { TaskActions } from '#components/tasks/task-actions.tsx';
import { pollMs } from '#components/tasks/task-queries.ts';
import { TaskProgress } from '#components/tasks/task-progress.tsx';
import { TaskStateBadge } from '#components/tasks/task-state-badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { useSizeLabel } from '#components/ui/use-size-label.ts';
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
  const list = useInfiniteQuery({
    queryKey: ['exports', 'list', study],
    queryFn: ({ pageParam, signal }) => fetchExportPage(study, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => pollMs(state.data?.pages.flatMap((page) => page.items) ?? []),
    initialData: { pages: [initial], pageParams: [null] },
  });
  const rows = useMemo(() => list.data.pages.flatMap(({ items }) => items), [list.data]);
  const columns = useColumns(onRepeat);
  return (
    <section aria-labelledby="earlier-exports">
      <Title order={2} size="h4" id="earlier-exports" mb="sm">
        {t('history.title')}
      </Title>
      <DataTable
        name="exports"
        label={t('history.label')}
        columns={columns}
        rows={rows}
        rowId={({ id }) => id}
        onOpen={({ id }) => {
          router.push(href(`/tasks/${id}`));
        }}
        error={rows.length === 0 ? list.error : null}
        onRetry={() => void list.refetch()}
        onMore={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
        isLoadingMore={list.isFetchingNextPage}
        maxHeight="60dvh"
        empty={<EmptyState title={t('history.emptyTitle')} description={t('history.emptyDescription')} />}
      />
    </section>
  );
}

function useColumns(onRepeat: (order: OrderForm) => void): readonly TableColumn<ExportView>[] {
  const t = useTranslations('exports');
  const tasks = useTranslations('tasks');
  return useMemo(
    (): TableColumn<ExportView>[] => [
      {
        id: 'archive',
        header: t('history.archive'),
        isFixed: true,
        widthPx: 240,
        csv: ({ title }) => title,
        cell: (task) => (
          <>
            <Text size="sm" fw={500} lineClamp={1}>
              {task.title}
            </Text>
            {/* The column of actions is beyond the side of a phone: what one came for stands here. */}
            <Box hiddenFrom="sm" mt={4}>
              <TaskActions task={task} size="xs" />
            </Box>
          </>
        ),
      },
      {
        id: 'state',
        header: tasks('columns.state'),
        widthPx: 140,
        csv: ({ state }) => tasks(`states.${state}`),
        cell: (task) => <TaskStateBadge task={task} />,
      },
      {
        id: 'result',
        header: t('history.result'),
        widthPx: 200,
        csv: ({ resultFile }) => resultFile?.sizeBytes ?? null,
        cell: (task) => <ResultCell task={task} />,
      },
      {
        id: 'createdAt',
        header: tasks('columns.createdAt'),
        widthPx: 120,
        csv: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
      },
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
    [t, tasks, onRepeat],
  );
}

function ResultCell({ task }: { readonly task: ExportView }) {
  const t = useTranslations('exports');
  const size = useSizeLabel();
  if (task.resultFile === null || task.result === null) return <TaskProgress task={task} />;
  return (
    <Text size="sm">
      {t('history.resultText', { points: task.result.points, size: size(task.resultFile.sizeBytes) })}
    </Text>
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
