'use client';

import { Progress, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl/react';
import { isUnfinished, type TaskView } from './task-data.ts';

/** How far a task is: a bar while it moves, and the numbers behind it. */
export function TaskProgress({ task, isLarge = false }: { readonly task: TaskView; readonly isLarge?: boolean }) {
  const t = useTranslations('tasks');
  const { done, total } = task.progress;
  const isKnown = total !== null && total > 0;
  const numbers = isKnown ? t('progress', { done, total }) : done > 0 ? t('progressDone', { done }) : '';
  const text = [numbers, task.message].filter((part) => part !== '').join(' · ');
  if (task.state === 'queued' || (!isUnfinished(task) && !isLarge)) {
    return (
      <Text size="xs" c="dimmed" lineClamp={1}>
        {task.state === 'queued' ? task.message : numbers}
      </Text>
    );
  }
  return (
    <Stack gap={4}>
      <Progress
        size={isLarge ? 'lg' : 'sm'}
        value={isKnown ? Math.min(100, (done / total) * 100) : task.state === 'running' ? 100 : 0}
        animated={task.state === 'running'}
        aria-label={task.title}
      />
      <Text size="xs" c="dimmed" lineClamp={1} aria-live={isLarge ? 'polite' : 'off'}>
        {text}
      </Text>
    </Stack>
  );
}
