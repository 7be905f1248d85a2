'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl/react';
import { useConfirm } from '#components/ui/confirm.tsx';
import { showUndoNotice } from '#components/ui/undo-notice.tsx';
import { runBulkAct } from '#components/sources/source-queries.ts';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import type { AlertSelection } from '#lib/sources/domain/alerts/alert-query.ts';
import { acknowledgeAlerts, suppressAlerts } from './alert-queries.ts';

/** What a person does about alerts, each with its way back. */
export function useAlertActs() {
  const t = useTranslations('alerts');
  const queries = useQueryClient();
  const confirm = useConfirm();
  const refresh = () =>
    Promise.all(['alerts', 'sources', 'home'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
  const acknowledge = async (selection: AlertSelection, acknowledged: boolean): Promise<void> => {
    const { changed, ids } = await acknowledgeAlerts(selection, acknowledged);
    await refresh();
    showUndoNotice({
      message: t(acknowledged ? 'acts.acknowledged' : 'acts.unacknowledged', { count: changed }),
      undo:
        ids === null || ids.length === 0
          ? null
          : { label: t('acts.undo'), run: () => void acknowledge({ ids }, !acknowledged).catch(showFailure) },
    });
  };
  const unsuppress = async (ids: string[]): Promise<void> => {
    await runBulkAct('suppress', { selection: { ids }, ...{ suppressAlerts: false } });
    await refresh();
  };
  return {
    acknowledge: (selection: AlertSelection, acknowledged: boolean) =>
      acknowledge(selection, acknowledged).catch(showFailure),
    suppress(selection: AlertSelection, onDone: () => void) {
      confirm({
        title: t('acts.suppressTitle'),
        message: t('acts.suppressMessage'),
        action: t('acts.suppress'),
        onConfirm: async () => {
          const { changed, ids } = await suppressAlerts(selection);
          await refresh();
          onDone();
          const undo = { label: t('acts.undo'), run: () => void unsuppress(ids ?? []).catch(showFailure) };
          showUndoNotice({ message: t('acts.suppressed', { count: changed }), undo: ids?.length ? undo : null });
        },
      });
    },
  };
}
