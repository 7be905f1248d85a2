import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslations } from 'use-intl/react';
import { showFailure } from '#components/sources/use-bulk-act.tsx';
import { showUndoNotice } from '#components/ui/undo-notice.tsx';

/** Ids that one call of the API takes. */
export const idsPerCall = 500;

/** What can be done with cases by their ids; each says what it did, or why it did not. */
export interface CaseActs {
  readonly replay: (ids: readonly string[]) => Promise<unknown>;
  readonly dismiss: (ids: readonly string[]) => Promise<unknown>;
  readonly reopen: (ids: readonly string[]) => Promise<unknown>;
}

/** Asks anew for everything that shows what waits for a decision. */
export function useQuarantineRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await queries.invalidateQueries({ queryKey: ['quarantine'] });
    await queries.invalidateQueries({ queryKey: ['home', 'waiting'] });
  }, [queries]);
}

interface CaseDecisionsInput {
  /** Each gives back the ids that it changed. */
  readonly dismissIds: (ids: readonly string[]) => Promise<readonly string[]>;
  readonly reopenIds: (ids: readonly string[]) => Promise<readonly string[]>;
  readonly words: { readonly dismissed: (count: number) => string; readonly reopened: (count: number) => string };
}

/** Lets cases be (which can be taken back for ten seconds) and opens them again. */
export function useCaseDecisions({ dismissIds, reopenIds, words }: CaseDecisionsInput) {
  const t = useTranslations('passive');
  const refresh = useQuarantineRefresh();
  const reopen = async (ids: readonly string[]) => {
    const opened = await reopenIds(ids);
    await refresh();
    notifications.show({ message: words.reopened(opened.length) });
  };
  const dismiss = async (ids: readonly string[]) => {
    const done = await dismissIds(ids);
    await refresh();
    const canUndo = done.length > 0 && done.length <= idsPerCall;
    showUndoNotice({
      message: words.dismissed(done.length),
      undo: canUndo ? { label: t('quarantine.undo'), run: () => void reopen(done).catch(showFailure) } : null,
    });
  };
  return {
    refresh,
    reopen: (ids: readonly string[]) => reopen(ids).catch(showFailure),
    dismiss: (ids: readonly string[]) => dismiss(ids).catch(showFailure),
  };
}
