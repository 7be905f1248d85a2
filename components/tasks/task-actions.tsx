'use client';

import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDownload, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '#components/ui/confirm.tsx';
import type { TaskView } from './task-data.ts';
import { resultUrl, retryTask, stopTask } from './task-queries.ts';

interface TaskActionsProps {
  readonly task: TaskView;
  readonly size?: 'xs' | 'sm';
}

/** What one may do with a task now: stop it, run it again, take its result. */
export function TaskActions({ task, size = 'sm' }: TaskActionsProps) {
  const t = useTranslations('tasks');
  const confirm = useConfirm();
  const { stop, retry } = useTaskActs();
  const ask = () => {
    confirm({
      title: t('stopConfirm.title'),
      message: t('stopConfirm.message', { title: task.title }),
      action: t('stop'),
      isDestructive: true,
      onConfirm: () => stop(task.id),
    });
  };
  // A press on a button is not a press on the row it stands in.
  return (
    <Group
      gap="xs"
      wrap="nowrap"
      onClick={(event) => {
        event.stopPropagation();
      }}
    >
      {task.can.stop && (
        <Button size={size} variant="default" leftSection={<IconPlayerStop size={16} />} onClick={ask}>
          {t('stop')}
        </Button>
      )}
      {task.can.retry && (
        <Button
          size={size}
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={retry.isPending}
          onClick={() => {
            retry.mutate(task.id);
          }}
        >
          {t('retry')}
        </Button>
      )}
      {task.can.download && (
        <Button
          size={size}
          component="a"
          href={resultUrl(task.id)}
          download={task.resultFile?.name ?? true}
          leftSection={<IconDownload size={16} />}
        >
          {t('download')}
        </Button>
      )}
    </Group>
  );
}

function useTaskActs() {
  const t = useTranslations('tasks');
  const queries = useQueryClient();
  const refresh = () => Promise.all(['tasks', 'exports'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const retry = useMutation({
    mutationFn: retryTask,
    onSuccess: async () => {
      notifications.show({ message: t('retried'), color: 'cairn' });
      await refresh();
    },
    onError: (error) => {
      notifications.show({ message: error.message, color: 'red' });
    },
  });
  const stop = async (id: string) => {
    await stopTask(id);
    notifications.show({ message: t('stopped'), color: 'cairn' });
    await refresh();
  };
  return { stop, retry };
}
