'use client';

import { notifications } from '@mantine/notifications';
import { useTranslations } from 'use-intl/react';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { useConfirm } from '#components/ui/confirm.tsx';
import type { ReplayOutcomeView } from '#lib/passive/domain/quarantine-views.ts';
import type { QuarantineReason } from '#lib/passive/domain/reasons.ts';
import { dismissIds, dismissReason, reopenIds, replayIds, startReplay } from './quarantine-queries.ts';
import { idsPerCall, useCaseDecisions } from './use-case-decisions.ts';

interface OfReason {
  readonly reason: QuarantineReason;
  readonly study: string | null;
  readonly count: number;
}

/** What can be done with quarantined points: replay, dismiss, open again; each says what it did, most can be undone. */
export function useQuarantineActs(onTask: (taskId: string, reason: QuarantineReason) => void) {
  const t = useTranslations('passive');
  const confirm = useConfirm();
  const decisions = useCaseDecisions({
    dismissIds: async (ids) => (await Promise.all(chunks(ids).map(dismissIds))).flat(),
    reopenIds,
    words: {
      dismissed: (count) => t('quarantine.dismissed', { count }),
      reopened: (count) => t('quarantine.reopened', { count }),
    },
  });
  const replay = async (ids: readonly string[]) => {
    const outcomes: ReplayOutcomeView[] = [];
    for (const some of chunks(ids)) outcomes.push(...(await replayIds(some)));
    await decisions.refresh();
    const { message, isBad } = summary(outcomes, t);
    notifications.show({ message, ...(isBad ? { color: 'orange' } : {}) });
  };
  return {
    ...decisions,
    replay: (ids: readonly string[]) => replay(ids).catch(showFailure),
    replayReason({ reason, study, count }: OfReason, mend: boolean) {
      confirm({
        title: t('quarantine.replayTitle'),
        message: t('quarantine.replayMessage', { count }),
        action: t('quarantine.replayAction', { count }),
        onConfirm: async () => {
          onTask(await startReplay({ reason, study, mend }), reason);
        },
      });
    },
    dismissReason({ reason, study, count }: OfReason) {
      confirm({
        title: t('quarantine.dismissTitle'),
        message: t('quarantine.dismissMessage', { count }),
        action: t('quarantine.dismissAction', { count }),
        onConfirm: async () => {
          const dismissed = await dismissReason(reason, study);
          await decisions.refresh();
          notifications.show({ message: t('quarantine.dismissed', { count: dismissed }) });
        },
      });
    },
  };
}

export type QuarantineActs = ReturnType<typeof useQuarantineActs>;

function chunks(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / idsPerCall) }, (_, index) =>
    ids.slice(index * idsPerCall, (index + 1) * idsPerCall),
  );
}

function summary(outcomes: readonly ReplayOutcomeView[], t: ReturnType<typeof useTranslations<'passive'>>) {
  const [only] = outcomes;
  if (only && outcomes.length === 1) {
    if (only.outcome === 'stored') return { message: t('quarantine.replayedOne'), isBad: false };
    if (only.outcome === 'waiting') return { message: t('quarantine.waiting'), isBad: false };
    return { message: t('quarantine.stillWrong', { detail: only.detail ?? '' }), isBad: true };
  }
  const count = (wanted: ReplayOutcomeView['outcome']) => outcomes.filter(({ outcome }) => outcome === wanted).length;
  const [stored, wrong, waiting] = [count('stored'), count('wrong'), count('waiting')];
  return { message: t('quarantine.replayedSome', { stored, wrong, waiting }), isBad: wrong > 0 };
}
