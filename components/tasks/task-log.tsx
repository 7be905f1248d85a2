'use client';

import { Box, Card, ScrollArea, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Moment } from '#components/ui/relative-time.tsx';
import type { TaskLogLineView, TaskView } from './task-data.ts';
import { fetchTaskLog, pollMs } from './task-queries.ts';

interface Read {
  readonly lines: readonly TaskLogLineView[];
  readonly next: string | null;
}

const colors = { info: undefined, warning: 'var(--cairn-warn)', error: 'var(--cairn-bad)' } as const;

/** The log of a task; new lines are added while it runs, each is fetched once. */
export function TaskLog({ task }: { readonly task: TaskView }) {
  const t = useTranslations('tasks');
  const queries = useQueryClient();
  const key = ['tasks', task.id, 'log', task.attempt];
  const log = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<Read> => {
      const before = queries.getQueryData<Read>(key) ?? { lines: [], next: null };
      const page = await fetchTaskLog(task.id, before.next, signal);
      return { lines: [...before.lines, ...page.items], next: page.next };
    },
    refetchInterval: pollMs([task]),
    staleTime: 0,
  });
  const { refetch } = log;
  const wasRunning = useRef(false);
  useEffect(() => {
    const isRunning = task.finishedAt === null;
    // What it wrote last came after the log was read last.
    if (wasRunning.current && !isRunning) void refetch();
    wasRunning.current = isRunning;
  }, [task.finishedAt, refetch]);
  const lines = log.data?.lines ?? [];
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [lines.length]);
  return (
    <Card>
      <Title order={2} size="h4" mb="sm">
        {t('log.title')}
      </Title>
      {log.error && lines.length === 0 ? (
        <ErrorState error={log.error} onRetry={() => void log.refetch()} />
      ) : (
        <ScrollArea.Autosize mah={420} viewportProps={{ tabIndex: 0, 'aria-label': t('log.title') }}>
          {lines.length === 0 && (
            <Text size="sm" c="dimmed">
              {t('log.empty')}
            </Text>
          )}
          {lines.map((line) => (
            <LogLine key={line.id} line={line} />
          ))}
          <div ref={end} />
        </ScrollArea.Autosize>
      )}
    </Card>
  );
}

function LogLine({ line }: { readonly line: TaskLogLineView }) {
  const t = useTranslations('tasks');
  const color = colors[line.level];
  return (
    <Box py={2} style={{ overflowWrap: 'anywhere' }}>
      <Text span size="xs" c="dimmed" me="xs">
        <Moment at={line.at} withSeconds />
      </Text>
      {color !== undefined && (
        <Text span size="xs" fw={600} me="xs" style={{ color }}>
          {t(`log.${line.level}`)}
        </Text>
      )}
      <Text span size="sm">
        {line.message}
      </Text>
    </Box>
  );
}
