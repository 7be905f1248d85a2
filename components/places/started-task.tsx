'use client';

import { Anchor, Button, Card, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { isUnfinished } from '#components/tasks/task-data.ts';
import { TaskProgress } from '#components/tasks/task-progress.tsx';
import { fetchTask, pollMs, resultUrl, stopTask } from '#components/tasks/task-queries.ts';

interface StartedTaskProps {
  readonly taskId: string;
  /** What it does. */
  readonly title: string;
  /** Called once when it has ended; the same function as long as the page stands. */
  readonly onEnd: () => void;
}

/** A task that was started from this page: how far it is, a stop, and its file when it has made one. */
export function StartedTask({ taskId, title, onEnd }: StartedTaskProps) {
  const t = useTranslations('pyramids');
  const tt = useTranslations('tasks');
  const href = useStudyHref();
  const { data: task, refetch } = useQuery({
    queryKey: ['tasks', 'one', taskId],
    queryFn: ({ signal }) => fetchTask(taskId, signal),
    refetchInterval: ({ state }) => (state.data && isUnfinished(state.data) ? pollMs([state.data]) : false),
  });
  const hasEnded = task !== undefined && !isUnfinished(task);
  useEffect(() => {
    if (hasEnded) onEnd();
  }, [hasEnded, onEnd, taskId]);
  if (!task) return null;
  return (
    <Card p="sm" role="status">
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" fw={560}>
            {title}
          </Text>
          <Anchor component={Link} href={href(`/tasks/${taskId}`)} size="sm">
            {t('task')}
          </Anchor>
        </Group>
        {task.error ? (
          <Text size="sm" c="var(--cairn-bad)" role="alert">
            {task.error.detail}
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            {tt(`states.${task.state}`)}
          </Text>
        )}
        {!hasEnded && <TaskProgress task={task} isLarge />}
        <Group gap="xs">
          {task.can.stop && !hasEnded && (
            <Button size="compact-sm" variant="default" onClick={() => void stopTask(taskId).then(() => refetch())}>
              {tt('stop')}
            </Button>
          )}
          {task.resultFile !== null && task.can.download && (
            <Button size="compact-sm" variant="light" component="a" href={resultUrl(taskId)} download>
              {t('copy.get')}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
