import { notifications } from '@mantine/notifications';
import { useTranslations } from 'use-intl/react';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { useCaseDecisions } from '../use-case-decisions.ts';
import { decideRefused } from './refused-queries.ts';

/** What can be done with refused uploads: read them after all, let them be, open them again. */
export function useRefusedActs() {
  const t = useTranslations('passive');
  const decisions = useCaseDecisions({
    dismissIds: (ids) => decideRefused('dismiss', ids),
    reopenIds: (ids) => decideRefused('reopen', ids),
    words: {
      dismissed: (count) => t('refused.dismissed', { count }),
      reopened: (count) => t('refused.reopened', { count }),
    },
  });
  const replay = async (ids: readonly string[]) => {
    const done = await decideRefused('replay', ids);
    await decisions.refresh();
    notifications.show({ message: t('refused.replayed', { count: done.length }) });
  };
  return { ...decisions, replay: (ids: readonly string[]) => replay(ids).catch(showFailure) };
}

export type RefusedActs = ReturnType<typeof useRefusedActs>;
