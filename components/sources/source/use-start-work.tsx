'use client';

import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ApiProblem } from '#components/ui/api-client.ts';

/** Starts the work of a dialog, closes it, and says where the work can be watched and stopped. */
export function useStartWork(onClose: () => void) {
  const t = useTranslations('sourceWork');
  const queries = useQueryClient();
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const start = async (begin: () => Promise<{ readonly taskId: string }>) => {
    setRunning(true);
    setFailure(null);
    try {
      const { taskId } = await begin();
      await queries.invalidateQueries({ queryKey: ['tasks'] });
      notifications.show({
        message: (
          <Anchor component={Link} href={`/tasks/${taskId}`} size="sm">
            {t('started')}
          </Anchor>
        ),
      });
      onClose();
    } catch (error) {
      setFailure(error instanceof ApiProblem ? error.message : String(error));
      setRunning(false);
    }
  };
  return { start, isRunning, failure };
}
