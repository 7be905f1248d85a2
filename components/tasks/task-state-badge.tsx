'use client';

import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClock, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useTranslations } from 'use-intl/react';
import type { TaskView } from './task-data.ts';

const looks = {
  queued: { color: 'var(--mantine-color-dimmed)', Icon: IconClock },
  running: { color: 'var(--cairn-series-1)', Icon: IconPlayerPlay },
  succeeded: { color: 'var(--cairn-ok)', Icon: IconCircleCheck },
  failed: { color: 'var(--cairn-bad)', Icon: IconAlertTriangle },
  stopped: { color: 'var(--cairn-warn)', Icon: IconPlayerStop },
} as const;

/** Where a task stands, in a word, a sign and a colour. */
export function TaskStateBadge({ task }: { readonly task: Pick<TaskView, 'state' | 'stopRequestedAt'> }) {
  const t = useTranslations('tasks');
  const { color, Icon } = looks[task.state];
  const isStopping = task.state === 'running' && task.stopRequestedAt !== null;
  return (
    <Badge
      variant="default"
      leftSection={<Icon size={14} color={color} aria-hidden />}
      style={{ color, flexShrink: 0 }}
    >
      {t(isStopping ? 'states.stopping' : `states.${task.state}`)}
    </Badge>
  );
}
