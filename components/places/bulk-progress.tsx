'use client';

import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl/react';
import { isUnfinished } from '#components/tasks/task-data.ts';
import { TaskProgress } from '#components/tasks/task-progress.tsx';
import { fetchTask, pollMs, stopTask } from '#components/tasks/task-queries.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { bulkOutcomeSchema } from '#lib/registry/domain/bulk-edit.ts';

interface BulkProgressProps {
  readonly taskId: string;
  readonly onClose: () => void;
}

/** How far a bulk edit is; it goes on when the dialog is closed. */
export function BulkProgress({ taskId, onClose }: BulkProgressProps) {
  const t = useTranslations('places');
  const queries = useQueryClient();
  const { data: task, error } = useQuery({
    queryKey: ['tasks', taskId],
    queryFn: ({ signal }) => fetchTask(taskId, signal),
    refetchInterval: ({ state }) => pollMs(state.data ? [state.data] : [{ state: 'queued' }]),
  });
  const isDone = task !== undefined && !isUnfinished(task);
  useEffect(() => {
    if (isDone) void queries.invalidateQueries({ queryKey: ['units'] });
  }, [isDone, queries]);
  if (error) return <ErrorState error={error} />;
  const outcome = bulkOutcomeSchema.safeParse(task?.result).data;
  return (
    <Stack gap="md">
      {task && <TaskProgress task={task} isLarge />}
      <div aria-live="polite">
        {task?.state === 'succeeded' && outcome && (
          <Text size="sm">
            {t('bulk.done', {
              changed: outcome.changed,
              skipped: Object.values(outcome.skipped).reduce((sum, count) => sum + count, 0),
            })}
          </Text>
        )}
        {task?.state === 'stopped' && <Text size="sm">{t('bulk.stopped')}</Text>}
        {task?.state === 'failed' && (
          <Alert color="red" role="alert">
            {task.error?.detail ?? t('bulk.failed')}
          </Alert>
        )}
      </div>
      <Group justify="space-between">
        <Anchor component={Link} href={`/tasks/${taskId}`} size="sm">
          {t('bulk.task')}
        </Anchor>
        <Group gap="xs">
          {task?.can.stop && !isDone && (
            <Button
              variant="default"
              onClick={() => {
                void stopTask(taskId).finally(() => queries.invalidateQueries({ queryKey: ['tasks', taskId] }));
              }}
            >
              {t('bulk.stop')}
            </Button>
          )}
          <Button onClick={onClose}>{isDone ? t('bulk.close') : t('bulk.goOn')}</Button>
        </Group>
      </Group>
    </Stack>
  );
}
