'use client';

import { Anchor, Card, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useEffect } from 'react';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { isUnfinished } from '#components/tasks/task-data.ts';
import { TaskProgress } from '#components/tasks/task-progress.tsx';
import { fetchTask, pollMs } from '#components/tasks/task-queries.ts';
import type { QuarantineReason } from '#lib/passive/domain/reasons.ts';
import { replayReportSchema } from './quarantine-queries.ts';
import { useQuarantineRefresh } from './use-case-decisions.ts';

/** A replay that was started from this page. */
export interface RunningReplay {
  readonly taskId: string;
  readonly reason: QuarantineReason;
}

interface ReplayProgressProps {
  readonly replay: RunningReplay;
}

/** How far a replay of a whole reason is, and what came of it; at its end, the lists are asked for anew. */
export function ReplayProgress({ replay }: ReplayProgressProps) {
  const t = useTranslations('passive');
  const href = useStudyHref();
  const { data: task } = useQuery({
    queryKey: ['tasks', 'one', replay.taskId],
    queryFn: ({ signal }) => fetchTask(replay.taskId, signal),
    refetchInterval: ({ state }) => (state.data && isUnfinished(state.data) ? pollMs([state.data]) : false),
  });
  const hasEnded = task !== undefined && !isUnfinished(task);
  const refresh = useQuarantineRefresh();
  useEffect(() => {
    if (hasEnded) void refresh();
  }, [hasEnded, refresh, replay.taskId]);
  if (!task) return null;
  const report = replayReportSchema.safeParse(task.result);
  return (
    <Card mb="md" p="sm" role="status">
      <Stack gap="xs">
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm" fw={560}>
            {t('quarantine.progress', { reason: t(`reasons.${replay.reason}.name`) })}
          </Text>
          <Anchor component={Link} href={href(`/tasks/${replay.taskId}`)} size="sm">
            {t('quarantine.task')}
          </Anchor>
        </Group>
        {report.success && hasEnded ? (
          <Text size="sm">{t('quarantine.replayedSome', report.data)}</Text>
        ) : (
          <TaskProgress task={task} isLarge />
        )}
      </Stack>
    </Card>
  );
}
