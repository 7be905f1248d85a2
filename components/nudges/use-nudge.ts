'use client';

import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { useStudyHref } from '#components/shell/use-study-href.ts';
import { ApiProblem } from '#components/ui/api-client.ts';
import type { StartNudgeInput } from '#lib/passive/domain/nudges/nudge.ts';
import { startNudge } from './nudge-queries.ts';

/** Wakes phones and goes to the task that does it; says why when it does not. */
export function useNudge(): (input: StartNudgeInput) => Promise<void> {
  const t = useTranslations('nudges');
  const router = useRouter();
  const href = useStudyHref();
  return async (input) => {
    try {
      const taskId = await startNudge(input);
      notifications.show({ message: t('started') });
      router.push(href(`/tasks/${taskId}`));
    } catch (error) {
      notifications.show({ color: 'red', message: error instanceof ApiProblem ? error.message : String(error) });
    }
  };
}
