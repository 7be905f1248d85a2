'use client';

import { useTranslations } from 'use-intl/react';
import type { TaskView } from './task-data.ts';

/** How long a task took, or takes until `nowMs`, in words; empty before it has begun. */
export function useDurationLabel(): (
  task: Pick<TaskView, 'startedAt' | 'finishedAt' | 'state'>,
  nowMs: number,
) => string {
  const t = useTranslations('tasks');
  return ({ startedAt, finishedAt, state }, nowMs) => {
    if (startedAt === null || state === 'queued') return '';
    const until = finishedAt === null ? nowMs : Date.parse(finishedAt);
    const all = Math.max(0, Math.round((until - Date.parse(startedAt)) / 1000));
    const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
    if (hours > 0) return t('hours', { hours, minutes });
    return minutes > 0 ? t('minutes', { minutes, seconds }) : t('seconds', { seconds });
  };
}
