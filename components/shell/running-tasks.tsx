'use client';

import { ActionIcon, Group, Indicator, Popover, Progress, Stack, Text, Tooltip } from '@mantine/core';
import { IconProgress } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { z } from 'zod';
import { apiGet, pageSchema } from '#components/ui/api-client.ts';

const taskSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: z.string(),
  message: z.string(),
  progress: z.object({ done: z.number(), total: z.number().nullable() }),
});
type RunningTask = z.infer<typeof taskSchema>;

const busyMs = 3_000;
const idleMs = 20_000;

/** Tasks that wait or run now, with their progress, from anywhere in the house. */
export function RunningTasks() {
  const t = useTranslations('shell');
  const { data } = useQuery({
    queryKey: ['tasks', 'unfinished'],
    queryFn: ({ signal }) =>
      apiGet('tasks', pageSchema(taskSchema), { query: { state: 'queued,running', limit: 6 }, signal }),
    refetchInterval: ({ state }) => (state.data?.items.length ? busyMs : idleMs),
  });
  const tasks = data?.items ?? [];
  const label = t('tasks.running', { count: tasks.length });
  return (
    <Popover position="bottom-end" width={320} shadow="md" withinPortal trapFocus>
      <Popover.Target>
        <Tooltip label={label}>
          <Indicator disabled={tasks.length === 0} label={tasks.length} size={16} offset={5} color="cairn">
            <ActionIcon size="lg" aria-label={label}>
              <IconProgress size={19} stroke={1.6} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Text size="sm" fw={600}>
            {label}
          </Text>
          {tasks.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
          <Text size="sm" component={Link} href="/tasks" c="var(--mantine-color-anchor)">
            {t('tasks.all')}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function TaskLine({ task }: { readonly task: RunningTask }) {
  const t = useTranslations('shell');
  const { done, total } = task.progress;
  const isKnown = total !== null && total > 0;
  return (
    <Link href={`/tasks/${task.id}`} style={{ color: 'inherit', textDecoration: 'none' }}>
      <Group justify="space-between" wrap="nowrap" gap="xs" mb={4}>
        <Text size="sm" truncate>
          {task.title}
        </Text>
        <Text size="xs" c="dimmed">
          {task.state === 'queued' ? t('tasks.queued') : isKnown ? `${String(Math.floor((done / total) * 100))} %` : ''}
        </Text>
      </Group>
      <Progress
        size="sm"
        value={isKnown ? (done / total) * 100 : 100}
        animated={!isKnown && task.state === 'running'}
        aria-label={task.title}
      />
    </Link>
  );
}
