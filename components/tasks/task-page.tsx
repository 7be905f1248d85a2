'use client';

import { Alert, Card, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import { TaskActions } from './task-actions.tsx';
import { isUnfinished, type TaskView } from './task-data.ts';
import { TaskDuration } from './task-duration.tsx';
import { TaskLog } from './task-log.tsx';
import { TaskProgress } from './task-progress.tsx';
import { fetchTask, pollMs } from './task-queries.ts';
import { TaskResult } from './task-result.tsx';
import { TaskStateBadge } from './task-state-badge.tsx';

/** One task: how far it is, what it says, what it made. Live. */
export function TaskPage({ initial }: { readonly initial: TaskView }) {
  const t = useTranslations('tasks');
  const href = useStudyHref();
  const query = useQuery({
    queryKey: ['tasks', initial.id],
    queryFn: ({ signal }) => fetchTask(initial.id, signal),
    initialData: initial,
    refetchInterval: ({ state }) => pollMs(state.data ? [state.data] : []),
  });
  const task = query.data;
  return (
    <>
      <PageHeader
        title={task.title}
        crumbs={[{ label: t('title'), href: href('/tasks') }]}
        badges={<TaskStateBadge task={task} />}
        actions={<TaskActions task={task} />}
      />
      <Stack gap="md">
        {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
        {task.error && (
          <Alert icon={<IconAlertTriangle size={18} />} color="red" title={t('failedTitle')}>
            {task.error.detail}
          </Alert>
        )}
        {isUnfinished(task) && (
          <Card>
            <TaskProgress task={task} isLarge />
          </Card>
        )}
        <TaskResult task={task} />
        <TaskFacts task={task} />
        <TaskLog task={task} />
      </Stack>
    </>
  );
}

function TaskFacts({ task }: { readonly task: TaskView }) {
  const t = useTranslations('tasks');
  const format = useFormatter();
  return (
    <Card>
      <Title order={2} size="h4" mb="sm">
        {t('facts.title')}
      </Title>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
        <Fact label={t('facts.createdBy')}>{task.createdBy?.name ?? t('nobody')}</Fact>
        <Fact label={t('facts.createdAt')}>
          <Moment at={task.createdAt} />
        </Fact>
        <Fact label={t('facts.finishedAt')}>{task.finishedAt === null ? '–' : <Moment at={task.finishedAt} />}</Fact>
        <Fact label={t('facts.took')}>
          <TaskDuration task={task} />
        </Fact>
        <Fact label={t('facts.attempt')}>{format.number(task.attempt)}</Fact>
      </SimpleGrid>
    </Card>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm" component="div">
        {children}
      </Text>
    </div>
  );
}
