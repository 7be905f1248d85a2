'use client';

import { useClock } from '#components/ui/use-clock.ts';
import type { TaskView } from './task-data.ts';
import { useDurationLabel } from './use-duration-label.ts';

const tickMs = 1000;

interface TaskDurationProps {
  readonly task: Pick<TaskView, 'startedAt' | 'finishedAt' | 'state'>;
}

/** How long a task took; counts on while it runs. */
export function TaskDuration({ task }: TaskDurationProps) {
  const label = useDurationLabel();
  return task.finishedAt === null ? <RunningDuration task={task} /> : label(task, Date.parse(task.finishedAt)) || '–';
}

function RunningDuration({ task }: TaskDurationProps) {
  const label = useDurationLabel();
  return label(task, useClock(tickMs).getTime()) || '–';
}
