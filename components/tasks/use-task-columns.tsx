'use client';

import { Box, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import type { TableColumn } from '#components/tables/table-column.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { TaskActions } from './task-actions.tsx';
import type { TaskView } from './task-data.ts';
import { TaskDuration } from './task-duration.tsx';
import { TaskProgress } from './task-progress.tsx';
import { TaskStateBadge } from './task-state-badge.tsx';
import { useDurationLabel } from './use-duration-label.ts';

/** The columns of the list of tasks. */
export function useTaskColumns(): readonly TableColumn<TaskView>[] {
  const t = useTranslations('tasks');
  const duration = useDurationLabel();
  return useMemo(
    (): TableColumn<TaskView>[] => [
      titleColumn(t('columns.title')),
      stateColumn(t),
      {
        id: 'progress',
        header: t('columns.progress'),
        widthPx: 200,
        csv: ({ progress }) => progress.done,
        cell: (task) => <TaskProgress task={task} />,
      },
      createdAtColumn(t),
      {
        id: 'duration',
        header: t('columns.duration'),
        widthPx: 100,
        csv: (task) => duration(task, Date.now()),
        cell: (task) => (
          <Text size="sm">
            <TaskDuration task={task} />
          </Text>
        ),
      },
      {
        id: 'createdBy',
        header: t('columns.createdBy'),
        widthPx: 140,
        csv: ({ createdBy }) => createdBy?.name ?? t('nobody'),
        cell: ({ createdBy }) => (
          <Text size="sm" truncate>
            {createdBy?.name ?? t('nobody')}
          </Text>
        ),
      },
      {
        id: 'actions',
        header: t('columns.actions'),
        widthPx: 240,
        cell: (task) => <TaskActions task={task} size="xs" />,
      },
    ],
    [t, duration],
  );
}

type Words = ReturnType<typeof useTranslations<'tasks'>>;

/** What the task is, with what can be done with it where the window is narrow. */
export function titleColumn(header: string): TableColumn<TaskView> {
  return {
    id: 'title',
    header,
    isFixed: true,
    widthPx: 260,
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
  };
}

/** Whether it waits, runs, is done or has failed. */
export function stateColumn(t: Words): TableColumn<TaskView> {
  return {
    id: 'state',
    header: t('columns.state'),
    widthPx: 140,
    csv: ({ state }) => t(`states.${state}`),
    cell: (task) => <TaskStateBadge task={task} />,
  };
}

/** When it was ordered. */
export function createdAtColumn(t: Words): TableColumn<TaskView> {
  return {
    id: 'createdAt',
    header: t('columns.createdAt'),
    widthPx: 150,
    csv: ({ createdAt }) => createdAt,
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
  };
}
