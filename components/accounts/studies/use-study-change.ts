'use client';

import { notifications } from '@mantine/notifications';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl/react';
import { apiPatch } from '#components/ui/api-client.ts';
import type { Study } from '#lib/accounts/domain/study.ts';
import { useAct, type Act } from '../use-act.ts';

type Settings = Omit<Study, 'id' | 'organizationId' | 'key' | 'serverPublicKey' | 'createdAt' | 'archivedAt'>;

export interface StudyChange {
  readonly act: Act;
  /** Saves some settings and shows the study as it is then. */
  readonly save: (change: Partial<Settings>) => Promise<boolean>;
}

/** Saves settings of one study. */
export function useStudyChange(studyId: string): StudyChange {
  const t = useTranslations('accounts');
  const router = useRouter();
  const act = useAct();
  return {
    act,
    save: async (change) => {
      const isDone = await act.run(() => apiPatch(`studies/${studyId}`, change));
      if (isDone) {
        notifications.show({ message: t('saved') });
        router.refresh();
      }
      return isDone;
    },
  };
}
