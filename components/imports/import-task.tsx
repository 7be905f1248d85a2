'use client';

import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { TaskActions } from '#components/tasks/task-actions.tsx';
import { isUnfinished } from '#components/tasks/task-data.ts';
import { TaskProgress } from '#components/tasks/task-progress.tsx';
import { fetchTask, pollMs } from '#components/tasks/task-queries.ts';
import type { ImportData } from './import-data.ts';

/** How far the task of an import is, with a stop; why it failed when it did. */
export function ImportTask({ of: { taskId, taskState } }: { readonly of: ImportData }) {
  const t = useTranslations('imports');
  const { data: task } = useQuery({
    queryKey: ['imports', 'task', taskId, taskState],
    queryFn: ({ signal }) => fetchTask(taskId ?? '', signal),
    enabled: taskId !== null,
    refetchInterval: ({ state }) => (state.data ? pollMs([state.data]) : false),
  });
  if (!task || taskState === 'succeeded') return null;
  if (isUnfinished(task)) {
    return (
      <Group align="flex-end" wrap="nowrap">
        <Stack gap={4} style={{ flex: 1 }}>
          <Text size="sm" fw={500}>
            {task.title}
          </Text>
          <TaskProgress task={task} isLarge />
        </Stack>
        <TaskActions task={task} />
      </Group>
    );
  }
  if (task.state === 'stopped')
    return (
      <Alert variant="default" role="status">
        {t('work.stopped')}
      </Alert>
    );
  if (task.error === null) return null;
  return (
    <Alert color="red" variant="light" icon={<IconAlertTriangle size={20} />} title={t('work.failed')} role="alert">
      {task.error.detail}
    </Alert>
  );
}
